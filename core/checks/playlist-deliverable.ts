import { anyDeliverable, type Deliverable, itemDeliverable } from './item-deliverable.ts';

export interface PlaylistItem {
  readonly contentId: string;
  /** As the playlist itself tells it; null or absent where the content is gone. */
  readonly content?: { readonly status: string | null } | null | undefined;
}

/** When a content expires, as {@link DeliverableItem.expiresAt}. */
export type ExpiresAt = (contentId: string) => string | null | undefined;

/** Does at least one of these items reach a screen? */
export function playlistDeliverable(
  items: readonly PlaylistItem[],
  expiresAt: ExpiresAt,
  now: number,
): Deliverable {
  return anyDeliverable(
    items.map(({ contentId, content }) =>
      itemDeliverable(content && { status: content.status, expiresAt: expiresAt(contentId) }, now),
    ),
  );
}

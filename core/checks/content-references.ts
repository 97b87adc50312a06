import { readableName } from '../target.ts';
import type { UnknownReason } from '../verdict.ts';
import { type ContentFacts, factsOf, type ListedContent } from './content-facts.ts';

/** Everything in an organisation that refers to a content. */
export interface ContentReferences {
  readonly contentIds: ReadonlySet<string>;
  /** Why there may be more; null when all of them were seen. */
  readonly gap: { readonly reason: UnknownReason; readonly detail: string } | null;
}

/**
 * Which contents are referred to: by an item of any playlist, by a layout's zone or whatever else metadata names, as
 * a replacement, as a previous version. A zone that shows a playlist adds nothing, since the items of every playlist
 * count, shown or not; so does a layout that nobody shows, or that is archived.
 *
 * Any content can refer to any other: while one of them is not known, nobody can be said not to be referred to.
 *
 * @param contents all that there are, of every status
 * @param playlists all that there are
 */
export function contentReferences(
  contents: readonly (ListedContent & { readonly name: string })[],
  playlists: readonly { readonly items: readonly { readonly contentId: string }[] }[],
  known: ReadonlyMap<string, ContentFacts>,
): ContentReferences {
  const contentIds = new Set<string>();
  for (const { items } of playlists) for (const { contentId } of items) contentIds.add(contentId);
  let unread = 0;
  let unreadable: string | null = null;
  for (const content of contents) {
    const facts = factsOf(content, known);
    if (facts === undefined) {
      unread += 1;
      continue;
    }
    if (facts.shownContentIds === null) unreadable ??= content.name;
    for (const id of facts.shownContentIds ?? []) contentIds.add(id);
    if (facts.replacementContentId !== null) contentIds.add(facts.replacementContentId);
    if (facts.previousVersionId !== null) contentIds.add(facts.previousVersionId);
  }
  return { contentIds, gap: gapOf(unread, unreadable) };
}

function gapOf(unread: number, unreadable: string | null): ContentReferences['gap'] {
  if (unread > 0)
    return { reason: 'detail_unknown', detail: `what ${unread} contents refer to has not been read yet` };
  if (unreadable === null) return null;
  return { reason: 'unknown_shape', detail: `what ${readableName(unreadable)} shows cannot be read` };
}

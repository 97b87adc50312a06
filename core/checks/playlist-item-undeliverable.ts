import { readableName } from '../target.ts';
import { bad, type Finding, good, unknown } from '../verdict.ts';
import { itemDeliverable } from './item-deliverable.ts';

/** An item of a playlist with what is known of its content; null where the platform has none for it. */
export interface PlaylistItem {
  readonly content: {
    readonly name: string;
    readonly status: string | null;
    /** Undefined where it is not known. */
    readonly expiresAt: string | null | undefined;
  } | null;
}

const NAMED = 3;

/** What a content was once and is no more; any other state may still become what is delivered. */
const ENDED = ['archived', 'expired'];

/**
 * Does the playlist hold an item that the platform does not deliver any more: archived, expired, or gone? One that is
 * known to be so is enough, whatever is not known of others. An empty playlist holds none.
 */
export function playlistItemUndeliverable(items: readonly PlaylistItem[], now: number): Finding {
  const answers = items.map(({ content }) => (isUnfinished(content) ? 'yes' : itemDeliverable(content, now)));
  const undeliverable = items.filter((_, i) => answers[i] === 'no');
  if (undeliverable.length > 0) {
    const named = undeliverable.slice(0, NAMED).map(reasonOf);
    const more = undeliverable.length > NAMED ? ', ...' : '';
    return bad(`${undeliverable.length} of ${items.length}: ${named.join(', ')}${more}`);
  }
  const unread = answers.filter((answer) => answer === 'unknown').length;
  if (unread === 0) return good;
  return unknown('detail_unknown', `when ${unread} of ${items.length} expire has not been read yet`);
}

const isUnfinished = (content: PlaylistItem['content']): boolean => {
  const status = content?.status ?? 'active';
  return status !== 'active' && !ENDED.includes(status);
};

function reasonOf({ content }: PlaylistItem): string {
  if (content === null) return 'an item without content';
  const expired = content.status === null || content.status === 'active';
  return `${readableName(content.name)} (${expired ? `expired at ${content.expiresAt}` : content.status})`;
}

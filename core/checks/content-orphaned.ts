import { bad, type Finding, good, unknown } from '../verdict.ts';
import type { ContentFacts } from './content-facts.ts';
import type { ContentReferences } from './content-references.ts';

/** What the check reads of a content in its list. */
export interface OwnedContent {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  /** ISO-8601. */
  readonly createdAt: string;
}

/** How long what a content says of its playlists is believed, in ms. */
export const MEMBERSHIP_MAX_AGE_MS = 3_600_000;

/**
 * Is the content active and older than `olderThan`, and does nothing refer to it? Layouts are never orphans, nor is
 * what is global. What refers to it makes it good at once; that nothing does is believed only when everything that
 * could was seen, and when the content itself, read by its id within the last hour, was in no playlist.
 *
 * @param facts undefined where they are not known
 * @param moment `platformNow` by the clock that wrote the row, `now` by our own, which wrote `readAt`
 */
export function contentOrphaned(
  content: OwnedContent,
  facts: ContentFacts | undefined,
  references: ContentReferences,
  olderThan: number,
  moment: { readonly now: number; readonly platformNow: number },
): Finding {
  if (content.status !== 'active' || content.type === 'layout') return good;
  if (references.contentIds.has(content.id)) return good;
  const created = Date.parse(content.createdAt);
  if (Number.isNaN(created)) return unknown('unparseable_date', 'when it was created cannot be read');
  if (moment.platformNow - created <= olderThan) return good;
  if (facts === undefined) return unknown('detail_unknown', 'it has not been read yet');
  if (facts.isGlobal) return good;
  if (references.gap !== null) return unknown(references.gap.reason, references.gap.detail);
  if (facts.inPlaylist === null)
    return unknown('samples_too_old', 'whether a playlist holds it has not been read yet');
  const age = moment.now - facts.readAt;
  // In the future it is after our clock was set back: its age is not known then.
  if (age < 0 || age > MEMBERSHIP_MAX_AGE_MS)
    return unknown('samples_too_old', 'whether a playlist holds it was read too long ago');
  if (facts.inPlaylist) return good;
  return bad(`nothing refers to it, and it is from ${new Date(created).toISOString()}`);
}

import type { ContentFacts } from '../../core/checks/content-facts.ts';
import { factsOf } from '../../core/checks/content-facts.ts';
import { contentOrphaned } from '../../core/checks/content-orphaned.ts';
import { contentReferences } from '../../core/checks/content-references.ts';
import type { Content } from '../../core/vizora/content.ts';
import type { Playlist } from '../../core/vizora/playlist.ts';

/** When something could last not be read, by its id, in ms since the epoch. */
export type Failures = ReadonlyMap<string, number>;
type Wanted = Pick<ReadonlyMap<string, unknown>, 'has'>;

/** The playlists that hold something wanted, those that hold most first: one request fills many. */
export function playlistsToRead(
  playlists: readonly Playlist[],
  wanted: Wanted,
  failedAt: Failures,
): readonly Playlist[] {
  return playlists
    .map((playlist) => ({ playlist, count: countOf(playlist, wanted) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => failed(a.playlist, failedAt) - failed(b.playlist, failedAt) || b.count - a.count)
    .map(({ playlist }) => playlist);
}

const countOf = ({ items }: Playlist, wanted: Wanted): number =>
  new Set(items.map(({ contentId }) => contentId).filter((id) => wanted.has(id))).size;

/**
 * First what has been unknown for the longest: since it was created, or since it changed after it had been read. What
 * could not be read comes last, so that it never keeps the others from their turn.
 */
export function oldestFirst(
  wanted: Iterable<Content>,
  known: ReadonlyMap<string, ContentFacts>,
  failedAt: Failures,
): readonly Content[] {
  const unknownSince = ({ id, createdAt, updatedAt }: Content) => (known.has(id) ? updatedAt : createdAt);
  return [...wanted].sort(
    (a, b) =>
      failed(a, failedAt) - failed(b, failedAt) ||
      byText(unknownSince(a), unknownSince(b)) ||
      byText(a.createdAt, b.createdAt),
  );
}

const failed = ({ id }: { readonly id: string }, failedAt: Failures): number => failedAt.get(id) ?? 0;

/** The platform's times and ids are in the order of their letters. */
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * What would be an orphan but for one thing: whether a playlist holds it was read too long ago, or only in passing.
 * Those whose turn was longest ago come first.
 */
export function toReadAgain(
  contents: readonly Content[],
  playlists: readonly Playlist[],
  known: ReadonlyMap<string, ContentFacts>,
  { olderThan, now }: { readonly olderThan: number; readonly now: number },
): readonly Content[] {
  const references = contentReferences(contents, playlists, known);
  if (references.gap !== null) return [];
  const moment = { now, platformNow: now };
  const lastRead = ({ id }: Content) => {
    const facts = known.get(id);
    return facts === undefined || facts.inPlaylist === null ? 0 : facts.readAt;
  };
  return contents
    .filter((content) => {
      const facts = factsOf(content, known);
      const finding = contentOrphaned(content, facts, references, olderThan, moment);
      return finding.verdict === 'unknown' && finding.reason === 'samples_too_old';
    })
    .sort((a, b) => lastRead(a) - lastRead(b));
}

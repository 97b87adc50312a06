/**
 * What is known of a content beyond its list: when it expires, what it refers to, and whether a playlist held it.
 * Only what is read of it, since there are a hundred thousand of them.
 */
export interface ContentFacts {
  /** Of the list row for which they were read: of a row that has changed since, they say nothing. */
  readonly updatedAt: string;
  /** ISO-8601; null for what never expires. */
  readonly expiresAt: string | null;
  readonly replacementContentId: string | null;
  readonly previousVersionId: string | null;
  readonly isGlobal: boolean;
  /** The contents that its zones, or anything else of its metadata, name; null where their shape is not known. */
  readonly shownContentIds: readonly string[] | null;
  /** Whether a playlist held it; null where only its row in a playlist was read, which does not say. */
  readonly inPlaylist: boolean | null;
  /** When it was read, in ms since the epoch: playlists take in and let go without changing the content. */
  readonly readAt: number;
}

/** What a content says of itself when it is read by its id, or as a row of a playlist. */
export interface ContentByItself {
  readonly expiresAt: string | null;
  readonly replacementContentId: string | null;
  readonly previousVersionId: string | null;
  readonly isGlobal: boolean;
  /** What its zones show; null where its metadata has a shape that is not known. */
  readonly zones: { readonly contentIds: readonly string[] } | null;
  /** Every id in its metadata, whatever it is the id of. */
  readonly mentionedIds: readonly string[];
  /** The playlists that hold it; null where the answer did not say. */
  readonly playlistIds: readonly string[] | null;
}

/** A row of a list, as far as facts belong to it. */
export interface ListedContent {
  readonly id: string;
  readonly updatedAt: string;
}

/** One list for all that show nothing, which are nearly all. */
const NOTHING_SHOWN: readonly string[] = [];

/**
 * The facts of a listed content, as it told them itself.
 *
 * @param listed all contents that there are
 */
export function factsFrom(
  { id, updatedAt }: ListedContent,
  content: ContentByItself,
  readAt: number,
  listed: { has(id: string): boolean },
): ContentFacts {
  const named = new Set([...(content.zones?.contentIds ?? []), ...content.mentionedIds]);
  // What is not in the whole list is no content, or one that is not there any more.
  const shown = [...named].filter((other) => other !== id && listed.has(other));
  return {
    updatedAt,
    expiresAt: content.expiresAt,
    replacementContentId: content.replacementContentId,
    previousVersionId: content.previousVersionId,
    isGlobal: content.isGlobal,
    shownContentIds: content.zones === null ? null : shown.length === 0 ? NOTHING_SHOWN : shown,
    inPlaylist: content.playlistIds === null ? null : content.playlistIds.length > 0,
    readAt,
  };
}

/** What is known of exactly this row; undefined until it was read since the row last changed. */
export function factsOf(
  { id, updatedAt }: ListedContent,
  known: ReadonlyMap<string, ContentFacts>,
): ContentFacts | undefined {
  const facts = known.get(id);
  return facts?.updatedAt === updatedAt ? facts : undefined;
}

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

/** A row of a list, as far as facts belong to it. */
export interface ListedContent {
  readonly id: string;
  readonly updatedAt: string;
}

/** What is known of exactly this row; undefined until it was read since the row last changed. */
export function factsOf(
  { id, updatedAt }: ListedContent,
  known: ReadonlyMap<string, ContentFacts>,
): ContentFacts | undefined {
  const facts = known.get(id);
  return facts?.updatedAt === updatedAt ? facts : undefined;
}

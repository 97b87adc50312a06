import type { ContentByItself, ContentFacts } from '../../core/checks/content-facts.ts';
import type { ContentReferences } from '../../core/checks/content-references.ts';

/** What is read of a content in the list of all. */
export interface ContentRow {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly status: string;
  /** In bytes; null where the platform does not know. */
  readonly fileSize: number | null;
  /** ISO-8601. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What is read of a content by its id. */
export interface ContentSeen extends ContentRow, ContentByItself {}

/** A list as it was just read whole, or why there is none. */
export type WholeList<T> =
  | { readonly complete: true; readonly items: readonly T[] }
  | { readonly complete: false; readonly detail: string };

/** Everything in an organisation that could refer to a content, and what was read for that. */
export interface ReferencesSeen {
  readonly references: ContentReferences;
  readonly contents: number;
  readonly playlists: number;
  /** The content asked about, as the list has it; null where that has none. */
  readonly row: ContentRow | null;
  /** What it said of itself within the hour; null where that is not known, or the row has changed since. */
  readonly facts: ContentFacts | null;
}

export interface StorageSeen {
  readonly usedBytes: number;
  readonly quotaBytes: number;
}

/** The contents of one organisation, as they are looked at. */
export interface ContentReader {
  /** The time by the clock that writes the dates of rows, in ms since the epoch. */
  platformNow(): number;
  /** Null when there is none with this id. */
  getContent(id: string): Promise<ContentSeen | null>;
  countContents(): Promise<number>;
  /** Whether a list of the last minutes has it; null where none could be read whole. */
  isListed(id: string): Promise<boolean | null>;
  /** All of them, of every status. Costs many requests: lists that are too long for our share are not read. */
  listContents(): Promise<WholeList<ContentRow>>;
  /**
   * What could refer to this content. Costs even more, so what one look may not read the next one does: until then there
   * is a gap.
   */
  references(id: string): Promise<ReferencesSeen>;
  storage(): Promise<StorageSeen>;
}

/** The contents of one organisation, as they are changed. */
export interface ContentWriter {
  platformNow(): number;
  getContent(id: string): Promise<ContentSeen | null>;
  /** @param signal ends waiting; once aborted nothing is sent any more */
  archiveContent(id: string, signal: AbortSignal): Promise<Pick<ContentSeen, 'id' | 'status' | 'updatedAt'>>;
  /** Makes it active, whatever it was before. */
  restoreContent(id: string, signal: AbortSignal): Promise<Pick<ContentSeen, 'id' | 'status' | 'updatedAt'>>;
}

/** What a session offers of contents, each answer costing its requests. */
export interface ContentSource
  extends Pick<ContentReader, 'platformNow' | 'getContent' | 'countContents' | 'listContents' | 'storage'> {
  listPlaylists(): Promise<WholeList<{ readonly items: readonly { readonly contentId: string }[] }>>;
}

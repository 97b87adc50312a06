import { type ContentFacts, factsFrom, factsOf } from '../../core/checks/content-facts.ts';
import { MEMBERSHIP_MAX_AGE_MS } from '../../core/checks/content-orphaned.ts';
import { contentReferences } from '../../core/checks/content-references.ts';
import type { Clock } from '../../core/clock.ts';
import { VizoraError } from '../../core/vizora/errors.ts';
import { PAGE_LIMIT } from '../../core/vizora/page.ts';
import type { RequestBudget } from '../../core/vizora/request-budget.ts';
import { ROUTES } from '../../core/vizora/routes.ts';
import type {
  ContentReader,
  ContentRow,
  ContentSource,
  ReferencesSeen,
  WholeList,
} from '../tools/contents.ts';

export interface ContentSurveyOptions {
  readonly source: ContentSource;
  /** Of surveys alone, below what the whole process may ask: repairs use the same routes. */
  readonly pace: RequestBudget;
  readonly clock: Clock;
}

/** What is known of all contents of one organisation at once. */
export type ContentSurvey = Pick<ContentReader, 'isListed' | 'listContents' | 'references'>;

/** Decisions of one moment share what was read for one of them. */
const SHARED_FOR_MS = 20_000;
/** That a content is there is believed for longer, since it allows nothing. */
const BELIEVED_FOR_MS = 600_000;
/** A longer list takes more than a minute and more than our share: by then it says nothing about now. */
const MOST_CONTENTS = 3_000;
/** Before what a content says of its playlists is too old to be believed. */
const READ_AGAIN_AFTER_MS = MEMBERSHIP_MAX_AGE_MS - 600_000;
const DETAILS_AT_A_TIME = 20;
const LONGEST_WAIT_FOR_A_LIST_MS = 60_000;
const LONGEST_WAIT_FOR_A_DETAIL_MS = 2_000;

/**
 * Reads the contents of one organisation whole, and what each of them refers to, which only the content itself tells:
 * some with each reading, remembered until the row changes. What was not read yet is a gap, and so is a list that was
 * not read whole.
 */
export function createContentSurvey({ source, pace, clock }: ContentSurveyOptions): ContentSurvey {
  const known = new Map<string, ContentFacts>();
  let whole: { readonly at: number; readonly ids: ReadonlySet<string> } | null = null;
  const listContents = shared(clock, readContents);
  const readOnce = shared(clock, readAll);

  async function readContents(): Promise<WholeList<ContentRow>> {
    const at = clock.now();
    const count = await source.countContents();
    if (count > MOST_CONTENTS) return { complete: false, detail: `${count} contents are too many to read` };
    try {
      for (let page = 0; page < Math.ceil(count / PAGE_LIMIT); page++) {
        await pace.take(ROUTES.listContents, undefined, LONGEST_WAIT_FOR_A_LIST_MS);
      }
    } catch (error) {
      if (!(error instanceof VizoraError)) throw error;
      return { complete: false, detail: error.message };
    }
    const list = await source.listContents();
    if (!list.complete) return { complete: false, detail: `the list of contents: ${list.detail}` };
    const ids = new Set(list.items.map(({ id }) => id));
    for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
    whole = { at, ids };
    return list;
  }

  async function readAll(): Promise<Survey> {
    const contents = await listContents();
    if (!contents.complete) return unseen(contents.detail);
    const playlists = await source.listPlaylists();
    if (!playlists.complete) return unseen(`the list of playlists: ${playlists.detail}`);
    const rows = new Map(contents.items.map((row) => [row.id, row]));
    const unread = contents.items.filter((row) => factsOf(row, known) === undefined);
    await readDetails(unread.slice(0, DETAILS_AT_A_TIME), rows);
    const references = contentReferences(contents.items, playlists.items, known);
    return { references, rows, playlists: playlists.items.length };
  }

  async function readDetails(
    rows: readonly ContentRow[],
    listed: ReadonlyMap<string, ContentRow>,
  ): Promise<void> {
    try {
      for (const row of rows) {
        await pace.take(ROUTES.getContent, undefined, LONGEST_WAIT_FOR_A_DETAIL_MS);
        const at = clock.now();
        const content = await source.getContent(row.id);
        if (content !== null) known.set(row.id, factsFrom(row, content, at, listed));
      }
    } catch (error) {
      // What could not be read stays a gap, which the next look goes on to close.
      if (!(error instanceof VizoraError)) throw error;
    }
  }

  return {
    listContents,
    async references(id) {
      const { references, rows, playlists } = await readOnce();
      const row = rows.get(id) ?? null;
      // A playlist that it named and that does not have it has let go of it since, or cannot be seen.
      const isBelieved = ({ readAt, inPlaylist }: ContentFacts) => {
        const contradicted = inPlaylist === true && !references.contentIds.has(id);
        return Math.abs(clock.now() - readAt) <= (contradicted ? BELIEVED_FOR_MS : READ_AGAIN_AFTER_MS);
      };
      const read = row === null ? undefined : factsOf(row, known);
      if (row !== null && read !== undefined && !isBelieved(read)) await readDetails([row], rows);
      const facts = row === null ? undefined : factsOf(row, known);
      return { references, contents: rows.size, playlists, row, facts: facts ?? null };
    },
    async isListed(id) {
      if (whole === null || Math.abs(clock.now() - whole.at) >= BELIEVED_FOR_MS) {
        const list = await listContents();
        if (!list.complete) return null;
      }
      return whole?.ids.has(id) ?? null;
    },
  };
}

/** What was read of all, whoever asked. */
interface Survey extends Pick<ReferencesSeen, 'references' | 'playlists'> {
  readonly rows: ReadonlyMap<string, ContentRow>;
}

const unseen = (detail: string): Survey => ({
  references: { contentIds: new Set(), gap: { reason: 'scan_incomplete', detail } },
  rows: new Map(),
  playlists: 0,
});

/** One reading for all who ask while it lasts, or shortly after it began. */
function shared<T>(clock: Clock, read: () => Promise<T>): () => Promise<T> {
  let latest: { readonly at: number; readonly result: Promise<T> } | null = null;
  let reading = false;
  return () => {
    const at = clock.now();
    if (latest !== null && (reading || Math.abs(at - latest.at) < SHARED_FOR_MS)) return latest.result;
    reading = true;
    const result = read().finally(() => {
      reading = false;
    });
    latest = { at, result };
    // What failed tells nobody else anything.
    result.catch(() => {
      latest = null;
    });
    return result;
  };
}

import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { ContentFacts } from '../core/checks/content-facts.ts';

/** What is known of contents, by organisation, kept on disk: reading it all again takes hours of requests. */
export interface DetailStore {
  /** What was known of an organisation's contents; a row that makes no sense is not known. */
  load(org: string): Map<string, ContentFacts>;
  /**
   * Writes what was learned and forgets what is gone, all or nothing.
   *
   * @throws Error when the disk refuses
   */
  save(org: string, learned: ReadonlyMap<string, ContentFacts>, gone: Iterable<string>): void;
  /** Forgets all organisations but these. @throws Error when the disk refuses */
  forgetUnless(isKept: (org: string) => boolean): void;
}

const NOTHING: readonly string[] = [];
const Flag = z.literal([0, 1]).transform((flag) => flag === 1);
const Ids = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'not a list of ids' });
      return z.NEVER;
    }
  })
  .pipe(z.array(z.string()))
  // One list for all that are empty, which are nearly all.
  .transform((ids) => (ids.length === 0 ? NOTHING : ids));

const Row = z.object({
  id: z.string(),
  updated_at: z.string(),
  expires_at: z.string().nullable(),
  replacement_id: z.string().nullable(),
  previous_version_id: z.string().nullable(),
  is_global: Flag,
  shown_ids: Ids.nullable(),
  in_playlist: Flag.nullable(),
  read_at: z.number(),
});

/** Keeps details in a database whose tables are there and which nobody else writes. */
export function createDetailStore(database: DatabaseSync): DetailStore {
  const rows = database.prepare('SELECT * FROM content_details WHERE org = ?');
  const put = database.prepare(
    `INSERT OR REPLACE INTO content_details (org, id, updated_at, expires_at, replacement_id, previous_version_id,
      is_global, shown_ids, in_playlist, read_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = database.prepare('DELETE FROM content_details WHERE org = ? AND id = ?');
  const organisations = database.prepare('SELECT DISTINCT org FROM content_details');
  const removeAll = database.prepare('DELETE FROM content_details WHERE org = ?');

  function atOnce(write: () => void): void {
    database.exec('BEGIN IMMEDIATE');
    try {
      write();
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }

  return {
    load(org) {
      const known = new Map<string, ContentFacts>();
      for (const row of rows.iterate(org)) {
        const { success, data } = Row.safeParse(row);
        if (success) known.set(data.id, toFacts(data));
      }
      return known;
    },
    save(org, learned, gone) {
      atOnce(() => {
        for (const id of gone) remove.run(org, id);
        for (const [id, facts] of learned) put.run(org, id, ...toColumns(facts));
      });
    },
    forgetUnless(isKept) {
      const dropped = organisations.all().filter(({ org }) => !isKept(String(org)));
      atOnce(() => {
        for (const { org } of dropped) removeAll.run(String(org));
      });
    },
  };
}

const toFacts = (row: z.output<typeof Row>): ContentFacts => ({
  updatedAt: row.updated_at,
  expiresAt: row.expires_at,
  replacementContentId: row.replacement_id,
  previousVersionId: row.previous_version_id,
  isGlobal: row.is_global,
  shownContentIds: row.shown_ids,
  inPlaylist: row.in_playlist,
  readAt: row.read_at,
});

const toColumns = (facts: ContentFacts) => [
  facts.updatedAt,
  facts.expiresAt,
  facts.replacementContentId,
  facts.previousVersionId,
  Number(facts.isGlobal),
  facts.shownContentIds === null ? null : JSON.stringify(facts.shownContentIds),
  facts.inPlaylist === null ? null : Number(facts.inPlaylist),
  Math.round(facts.readAt),
];

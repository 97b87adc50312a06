import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import { isIncidentType } from '../core/incidents.ts';
import type { Log } from '../core/log.ts';
import { TARGET_KINDS, type TargetKind } from '../core/target.ts';
import type { Board, Change } from './board.ts';
import { createDetailStore, type DetailStore } from './detail-store.ts';
import { createHistory, HISTORY_TABLE, type History } from './history.ts';
import type { Incident } from './incident.ts';
import { createNotes, NOTES_TABLE, type Notes } from './notes.ts';

/**
 * Where the state came from: of an earlier run (`restored`), from nothing because there was none (`new`), or
 * from nothing because it could not be read (`lost`): then what was open is not known. It stays `new` or
 * `lost` over restarts until enough was seen to speak of a state.
 */
export type StateOrigin = 'restored' | 'new' | 'lost';

/** What is known to be wrong, kept on disk so that a restart resolves nothing and forgets no time. */
export interface Store {
  readonly origin: StateOrigin;
  /** As it was when the store was opened. */
  readonly incidents: readonly Incident[];
  /** Of what was saved. */
  readonly history: History;
  readonly notes: Notes;
  /**
   * Writes what changed, or the whole board after a write that failed; what happened in that one is in no history.
   *
   * @throws Error when the disk refuses; the next call makes up for it
   */
  save(board: Board, changes: readonly Change[]): void;
  /** From now on what is here is a state to restore. @throws Error when the disk refuses */
  settle(): void;
  /** What was read of contents, so that a restart does not read it again. */
  readonly details: DetailStore;
  close(): void;
}

/** A store that must not be used: the message says what to do. */
export class StoreError extends Error {}

const FILE = 'exporter.db';
const SETTING = 'exporter.data_dir';

const Row = z.object({
  key: z.string(),
  incident: z.string(),
  org: z.string(),
  target_kind: z.string(),
  target_id: z.string(),
  target: z.string(),
  site: z.string().nullable(),
  state: z.enum(['open', 'unverified', 'resolved']),
  opened_at: z.number(),
  since: z.number(),
  confirmed_at: z.number(),
  detail: z.string(),
  resolved_at: z.number().nullable(),
  resolution: z.enum(['seen_good', 'target_removed']).nullable(),
});

/**
 * Opens the store of the exporter, one process at a time. One that cannot be read is set aside, loudly.
 *
 * @throws StoreError when it is of a newer version, in use, or the folder cannot be written
 */
export function openStore(folder: string, { clock, log }: { clock: Clock; log: Log }): Store {
  const file = join(folder, FILE);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o750 });
    const existed = existsSync(file);
    try {
      return open(file, existed ? 'restored' : 'new');
    } catch (error) {
      if (!existed || !isCorrupt(error)) throw error;
      const aside = `${file}.corrupt-${new Date(clock.now()).toISOString().replaceAll(':', '')}`;
      for (const suffix of ['', '-wal', '-shm']) {
        if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
      }
      log.error({ err: error, set_aside: aside }, 'the state of the last run cannot be read; set aside');
      return open(file, 'lost');
    }
  } catch (error) {
    throw error instanceof StoreError ? error : explain(error, file);
  }
}

function open(file: string, origin: StateOrigin): Store {
  const database = new DatabaseSync(file);
  try {
    // Held until the process ends: a second exporter on the same folder must not start.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    migrate(database, file, origin);
    checkIntegrity(database);
    return {
      ...reading(database),
      ...writing(database),
      details: createDetailStore(database),
      notes: createNotes(database),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

function migrate(database: DatabaseSync, file: string, origin: StateOrigin): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  const newest = MIGRATIONS.length;
  if (version > newest) {
    throw new StoreError(
      `${file} was written by a newer version of Vizora Ops (schema ${version}, this one knows ${newest}). ` +
        `Install that version, or point ${SETTING} to another folder.`,
    );
  }
  if (version === newest) return;
  // A file without tables is one that an earlier start did not finish: there is nothing to restore in it.
  const unsettled = origin === 'lost' ? 'lost' : 'new';
  database.exec(`BEGIN;
    ${MIGRATIONS.slice(version).join(';\n')};
    ${version === 0 ? `INSERT INTO unsettled VALUES ('${unsettled}');` : ''}
    PRAGMA user_version = ${newest};
    COMMIT`);
}

/** What each version of the schema added to the one before. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE incidents (
    key TEXT PRIMARY KEY, incident TEXT NOT NULL, org TEXT NOT NULL, target_kind TEXT NOT NULL,
    target_id TEXT NOT NULL, target TEXT NOT NULL, state TEXT NOT NULL, opened_at INTEGER NOT NULL,
    since INTEGER NOT NULL, confirmed_at INTEGER NOT NULL, detail TEXT NOT NULL, resolved_at INTEGER,
    resolution TEXT
  ) STRICT`,
  'CREATE TABLE unsettled (origin TEXT NOT NULL) STRICT',
  'ALTER TABLE incidents ADD COLUMN site TEXT',
  `CREATE TABLE content_details (
    org TEXT NOT NULL, id TEXT NOT NULL, updated_at TEXT NOT NULL, expires_at TEXT, replacement_id TEXT,
    previous_version_id TEXT, is_global INTEGER NOT NULL, shown_ids TEXT, in_playlist INTEGER,
    read_at INTEGER NOT NULL, PRIMARY KEY (org, id)
  ) STRICT, WITHOUT ROWID`,
  HISTORY_TABLE,
  NOTES_TABLE,
];

class CorruptError extends Error {}

function checkIntegrity(database: DatabaseSync): void {
  const answer = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (answer !== 'ok') throw new CorruptError(`the check of the store says: ${answer}`);
}

function reading(database: DatabaseSync): Pick<Store, 'origin' | 'incidents'> {
  const unsettled = database.prepare('SELECT origin FROM unsettled').get()?.['origin'];
  const origin = unsettled === undefined ? 'restored' : unsettled === 'new' ? 'new' : 'lost';
  const rows = z.array(Row).safeParse(database.prepare('SELECT * FROM incidents').all());
  if (!rows.success) throw new CorruptError(`a row cannot be read: ${rows.error.message}`);
  return { origin, incidents: rows.data.flatMap(toIncident) };
}

function writing(database: DatabaseSync): Pick<Store, 'save' | 'settle' | 'close' | 'history'> {
  const put = database.prepare(
    `INSERT OR REPLACE INTO incidents (key, incident, org, target_kind, target_id, target, site, state, opened_at,
      since, confirmed_at, detail, resolved_at, resolution) VALUES
     ($key, $incident, $org, $target_kind, $target_id, $target, $site, $state, $opened_at,
      $since, $confirmed_at, $detail, $resolved_at, $resolution)`,
  );
  const remove = database.prepare('DELETE FROM incidents WHERE key = ?');
  const history = createHistory(database);
  let behind = false;

  return {
    history,
    save(board, changes) {
      if (changes.length === 0 && !behind) return;
      const rewrite = behind;
      behind = true;
      database.exec('BEGIN IMMEDIATE');
      try {
        if (rewrite) {
          database.exec('DELETE FROM incidents');
          for (const [key, incident] of board) put.run(toRow(key, incident));
        } else {
          for (const { what, key, incident } of changes) {
            if (what === 'removed') remove.run(key);
            else put.run(toRow(key, incident));
          }
        }
        history.append(changes);
        database.exec('COMMIT');
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
      behind = false;
    },
    settle: () => database.exec('DELETE FROM unsettled'),
    close: () => database.close(),
  };
}

function toRow(key: string, { incident, target, ...rest }: Incident): z.input<typeof Row> {
  return {
    key,
    incident,
    org: target.org,
    target_kind: target.kind,
    target_id: target.id,
    target: target.name,
    site: target.site ?? null,
    state: rest.state,
    opened_at: Math.round(rest.openedAt),
    since: Math.round(rest.since),
    confirmed_at: Math.round(rest.confirmedAt),
    detail: rest.detail,
    resolved_at: rest.resolvedAt === null ? null : Math.round(rest.resolvedAt),
    resolution: rest.resolution,
  };
}

/** What another version knew, and this one does not, is left out: an incident type, a kind of target. */
function toIncident(row: z.output<typeof Row>): Incident[] {
  const { incident, target_kind: kind } = row;
  if (!isIncidentType(incident) || !isTargetKind(kind)) return [];
  return [
    {
      incident,
      target: {
        kind,
        id: row.target_id,
        org: row.org,
        name: row.target,
        ...(row.site === null ? {} : { site: row.site }),
      },
      state: row.state,
      openedAt: row.opened_at,
      since: row.since,
      confirmedAt: row.confirmed_at,
      detail: row.detail,
      resolvedAt: row.resolved_at,
      resolution: row.resolution,
    },
  ];
}

const isTargetKind = (word: string): word is TargetKind => (TARGET_KINDS as readonly string[]).includes(word);

const SQLITE = { busy: 5, corrupt: 11, notADatabase: 26 } as const;

function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error)) return null;
  // The low byte is the primary code; what is above it only refines.
  return Number(error.errcode) & 0xff;
}

function isCorrupt(error: unknown): boolean {
  const code = sqliteCode(error);
  return error instanceof CorruptError || code === SQLITE.corrupt || code === SQLITE.notADatabase;
}

function explain(error: unknown, file: string): StoreError {
  if (sqliteCode(error) === SQLITE.busy) {
    return new StoreError(
      `${file} is in use by another exporter. End that one, or give this one its own ${SETTING}.`,
    );
  }
  const why = error instanceof Error ? error.message : String(error);
  return new StoreError(
    `The state cannot be kept in ${file}: ${why}. Make the folder writable for this user, or correct ${SETTING}.`,
    { cause: error },
  );
}

import type { Journal } from './journal.ts';
import type { Store } from './store.ts';

/**
 * One trouble with one canonical target, from the first accepted alert until the fault has been gone for
 * long enough: attempts are counted within it.
 */
export interface Episode {
  readonly id: number;
  readonly target: string;
  readonly action: string;
  readonly org: string;
  /** What the alert that opened it asked for. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly opened_at: number;
  readonly closed_at: number | null;
  /** Since when every look of ours found the fault gone; null while it is there, or cannot be told. */
  readonly good_since: number | null;
  readonly looked_at: number | null;
}

export interface Episodes {
  openOf(target: string): Episode | null;
  /** The open episode of the target, or a new one. */
  ensure(subject: Pick<Episode, 'target' | 'action' | 'org' | 'params'>, at: number): Episode;
  get(id: number): Episode | null;
  open(): Episode[];
  /** Notes what a look of our own found; null is a look that could not tell. */
  looked(id: number, good: boolean | null, at: number): void;
  close(id: number, at: number): void;
  /** The targets of one action, organisation and incident whose trouble began after `since`. */
  targetsOpenedSince(action: string, org: string, incident: string, since: number): string[];
}

export function createEpisodes(store: Store, journal: Journal): Episodes {
  const { db } = store;
  const selectOpen = db.prepare('SELECT * FROM episodes WHERE target = ? AND closed_at IS NULL');
  const selectAllOpen = db.prepare('SELECT * FROM episodes WHERE closed_at IS NULL ORDER BY id');
  const byId = db.prepare('SELECT * FROM episodes WHERE id = ?');
  const insert = db.prepare(
    'INSERT INTO episodes (target, action, org, params, opened_at) VALUES (?, ?, ?, ?, ?)',
  );
  const noteLook = db.prepare('UPDATE episodes SET good_since = ?, looked_at = ? WHERE id = ?');
  const setClosed = db.prepare('UPDATE episodes SET closed_at = ? WHERE id = ?');
  const openedSince = db.prepare(
    `SELECT DISTINCT target FROM episodes
    WHERE action = ? AND org = ? AND params ->> 'incident' = ? AND opened_at >= ?`,
  );

  const get = (id: number) => episodeOrNull(byId.get(id));
  const openOf = (target: string) => episodeOrNull(selectOpen.get(target));

  return {
    openOf,
    ensure: (subject, at) =>
      store.transaction(() => {
        const open = openOf(subject.target);
        if (open !== null) return open;
        const { target, action, org, params } = subject;
        const id = Number(insert.run(target, action, org, JSON.stringify(params), at).lastInsertRowid);
        journal.append('episode_opened', at, { episode_id: id, ...subject });
        return {
          ...subject,
          id,
          opened_at: at,
          closed_at: null,
          good_since: null,
          looked_at: null,
        };
      }),
    get,
    open: () => selectAllOpen.all().map(episodeOf),
    looked(id, good, at) {
      const since = good === true ? (get(id)?.good_since ?? at) : null;
      noteLook.run(since, at, id);
    },
    close: (id, at) =>
      store.transaction(() => {
        setClosed.run(at, id);
        journal.append('episode_closed', at, { episode_id: id });
      }),
    targetsOpenedSince: (action, org, incident, since) =>
      openedSince.all(action, org, incident, since).map((row) => String(row['target'])),
  };
}

const episodeOrNull = (row: Record<string, unknown> | undefined) =>
  row === undefined ? null : episodeOf(row);

function episodeOf(row: Record<string, unknown>): Episode {
  return { ...row, params: JSON.parse(String(row['params'])) } as unknown as Episode;
}

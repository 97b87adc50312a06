import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'node:test';
import { createLog } from '../../core/log.ts';
import { createFakeClock } from '../../core/vizora/fake-clock.test-support.ts';
import { momentAt, shippedChecks } from '../agent.test-support.ts';
import { isJudgement, type Snapshot } from '../agent.ts';
import { contentLifecycle } from '../agents/content-lifecycle.ts';
import { openStore, type Store } from '../store.ts';
import { type ContentWorld, contentWorld } from './content-world.test-support.ts';
import { gatherOrganisations, type OrganisationGathering } from './gather-organisations.ts';

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;
const silent = createLog('test', 'silent');

/**
 * Looks at contents, a quarter of an hour apart, by a process that keeps its state in a real file. Each test has its
 * own file; the clock goes on, and nobody waits for it.
 */
export function detailLooks() {
  const clock = createFakeClock({ hurry: true, start: Date.UTC(2026, 2, 1) });
  let folder: string;
  let store: Store;
  let stopping: AbortController;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'detail-looks-'));
    store = openStore(folder, { clock, log: silent });
    stopping = new AbortController();
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** All that is gathered of these organisations. */
  const gathering = (
    worlds: readonly ContentWorld[],
    { perHour = 600, storeFailed = assert.fail as () => void } = {},
  ): OrganisationGathering =>
    gatherOrganisations({
      organisations: worlds.map(({ organisation }) => organisation),
      shortestIntervalMs: 5 * MINUTE,
      budget: { per_second: 6, per_minute: 60, per_hour: perHour },
      details: {
        store: store.details,
        storeFailed,
        intervalMs: 15 * MINUTE,
        orphansOlderThan: shippedChecks.content_orphaned.older_than,
        stopping: stopping.signal,
      },
      clock,
      log: silent,
    });

  return {
    clock,
    gathering,
    world: (slug: string) => contentWorld(slug, clock),
    details: () => store.details,
    /** One look of the agent, as its runner makes it: the verdicts by incident and `org/id`. */
    async look({ gather }: OrganisationGathering): Promise<Map<string, string>> {
      const [contents, playlists, contentDetails] = await Promise.all([
        gather.contents(),
        gather.playlists(),
        gather.contentDetails(),
      ]);
      const snapshot = { contents, playlists, contentDetails, storage: [], disks: [] };
      const statements = contentLifecycle.inspect(snapshot as unknown as Snapshot, momentAt(clock.now()));
      return new Map(
        [...statements]
          .filter(isJudgement)
          .map(({ incident, target, finding }) => [
            `${incident} ${target.org}/${target.id}`,
            finding.verdict,
          ]),
      );
    },
    nextLook: () => clock.set(clock.now() + 15 * MINUTE),
    stop: () => stopping.abort(new Error('stopped')),
    /** The next process finds what this one has left. */
    restart() {
      store.close();
      store = openStore(folder, { clock, log: silent });
    },
  };
}

/** The verdicts of one check, by `org/id`. */
export const of = (incident: string, verdicts: ReadonlyMap<string, string>): Map<string, string> =>
  new Map(
    [...verdicts].flatMap(([key, verdict]) => {
      const [check, target = ''] = key.split(' ');
      return check === incident ? [[target, verdict]] : [];
    }),
  );

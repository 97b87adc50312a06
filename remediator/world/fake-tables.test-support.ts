import type { DatabaseActivity } from '../../core/checks/vacuum-hindered.ts';
import type { Clock } from '../../core/clock.ts';
import type { TableStatus } from '../../core/postgres/table-status.ts';
import type { TableWriter } from '../tools/tables.ts';

const HOUR = 3_600_000;
const QUIET: DatabaseActivity = {
  isReplica: false,
  hiddenSessions: 0,
  longestTransactionSeconds: 0,
  backups: [],
  vacuums: 0,
};

/** Takes a write, with the effect that it has where the platform does as it is asked. */
export type TakeAct = (
  act: { verb: string; on: string; value?: unknown },
  effect: () => void,
) => Promise<void>;

/** A database that was vacuumed an hour ago. */
export function createFakeTables(clock: Clock, act: TakeAct) {
  const tables = new Map<string, TableStatus>();
  for (const name of ['Content', 'devices', 'AuditLog']) {
    const at = clock.now() - HOUR;
    const statistics = { liveRows: 100_000, deadRows: 0, lastVacuumAt: at, lastAnalyzeAt: at };
    tables.set(name, { name, exists: true, statistics });
  }
  /** Changes what is counted about a table. */
  function count(name: string, counts: Partial<NonNullable<TableStatus['statistics']>>): void {
    const table = tables.get(name);
    if (table?.statistics) tables.set(name, { ...table, statistics: { ...table.statistics, ...counts } });
  }
  const state = {
    activity: QUIET,
    down: false,
    /** Called after each look. */
    onRead: (): void => undefined,
  };
  return Object.assign(state, {
    count,
    all: () => [...tables.values()],
    /** Full of dead rows, and vacuumed a month ago. */
    fill(name: string): void {
      count(name, { deadRows: 90_000, lastVacuumAt: clock.now() - 720 * HOUR });
    },
    uncount: (name: string): void => void tables.set(name, { name, exists: true, statistics: null }),
    drop: (name: string) => tables.set(name, { name, exists: false, statistics: null }),
    writer: {
      configured: [...tables.keys()],
      async read() {
        if (state.down) throw new Error('PostgreSQL: connection refused');
        const seen = { at: clock.now(), tables: [...tables.values()], activity: state.activity };
        state.onRead();
        return seen;
      },
      async vacuum(table: string) {
        await act({ verb: 'vacuum', on: table }, () => {
          count(table, { deadRows: 0, lastVacuumAt: clock.now(), lastAnalyzeAt: clock.now() });
        });
      },
    } satisfies TableWriter,
  });
}

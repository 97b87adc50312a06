import { z } from 'zod';
import {
  DATABASE_NAME,
  type Database,
  type DatabasePlace,
  holdConnections,
  openDatabase,
} from '../../world/database.ts';
import { breakable, type PlatformFault } from './platform-fault.ts';

/** Nobody reads it while the platform runs, and nothing of the world is in it. */
const UNUSED_TABLE = 'content_impressions';

/** What is wrong inside PostgreSQL, while the platform goes on. */
export function databaseFaults(place: DatabasePlace, database: Pick<Database, 'rows'>): PlatformFault[] {
  return [
    breakable({
      name: 'vacuum_overdue',
      about: 'A table is full of dead rows, and nothing clears them away.',
      parameters: z.strictObject({ rows: z.int().min(1).default(20_000) }),
      async break({ rows }) {
        await leaveDeadRows(place, rows);
        return async () => {
          await database.rows('ALTER TABLE "AuditLog" RESET (autovacuum_enabled)');
          await database.rows('VACUUM ANALYZE "AuditLog"');
        };
      },
    }),
    breakable({
      name: 'table_missing',
      about: `The table ${UNUSED_TABLE} does not exist.`,
      parameters: z.strictObject({}),
      async break() {
        await database.rows(`ALTER TABLE ${UNUSED_TABLE} RENAME TO ${UNUSED_TABLE}_aside`);
        return async () => {
          await database.rows(`ALTER TABLE ${UNUSED_TABLE}_aside RENAME TO ${UNUSED_TABLE}`);
        };
      },
    }),
    breakable({
      name: 'connections_high',
      about: 'Idle connections take up so much of what PostgreSQL allows.',
      parameters: z.strictObject({ share: z.number().gt(0).max(0.9).default(0.85) }),
      async break({ share }) {
        const [found] = await database.rows<{ free: number }>(
          `SELECT floor(current_setting('max_connections')::int * $1::float8 - count(*))::int AS free
           FROM pg_stat_activity WHERE backend_type = 'client backend'`,
          [share],
        );
        const held = await holdConnections(
          { ...place, database: DATABASE_NAME },
          Math.max(0, found?.free ?? 0) + 1,
        );
        return () => held.release();
      },
    }),
  ];
}

/** Over a connection of its own, which tells the statistics what it did when it ends. */
async function leaveDeadRows(place: DatabasePlace, rows: number): Promise<void> {
  const own = openDatabase({ ...place, database: DATABASE_NAME, connections: 1 });
  try {
    await own.rows('ALTER TABLE "AuditLog" SET (autovacuum_enabled = false)');
    await own.rows(
      `INSERT INTO "AuditLog" ("id", "action", "entityType", "entityId", "createdAt", "organizationId")
       SELECT 'dead-' || i, 'read', 'display', 'none', now(), (SELECT min("id") FROM organizations)
       FROM generate_series(1, $1::int) i`,
      [rows],
    );
    await own.rows(`DELETE FROM "AuditLog" WHERE "id" LIKE 'dead-%'`);
  } finally {
    await own.close();
  }
}

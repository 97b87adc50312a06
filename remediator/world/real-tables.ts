import type { LoadedConfig } from '../../core/config/load.ts';
import { readSecret } from '../../core/config/secret.ts';
import { readTableActivity } from '../../core/postgres/table-activity.ts';
import { vacuumTable } from '../../core/postgres/vacuum-table.ts';
import { createOneAtATime } from '../one-at-a-time.ts';
import type { TableWriter } from '../tools/tables.ts';

const SETTING = 'remediator.database_url';

/** The tables that the configuration names, in the database that it gives the account for. */
export function realTables(
  { vizora, remediator }: Pick<LoadedConfig, 'vizora' | 'remediator'>,
  env: NodeJS.ProcessEnv,
): TableWriter {
  const { database_url: reference } = remediator;
  const { lock_within, statement_within } = remediator.actions.vacuum_tables;
  const configured = vizora.tables;
  const alone = createOneAtATime();
  const connectionString = () => {
    if (reference === undefined) throw new Error(`${SETTING} is not set`);
    return readSecret(reference, SETTING, env);
  };
  return {
    configured,
    read: () => readTableActivity({ connectionString }, configured),
    async vacuum(table, signal) {
      if (!configured.includes(table)) throw new Error('the configuration names no such table');
      const options = { connectionString, timeoutMs: statement_within, lockTimeoutMs: lock_within, signal };
      await alone(() => vacuumTable(options, table));
    },
  };
}

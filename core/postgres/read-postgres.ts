import type { z } from 'zod';
import { ServerError } from '../server-error.ts';
import { openPostgres, type PostgresOptions } from './open-postgres.ts';

export type { PostgresOptions } from './open-postgres.ts';

/** Runs one statement and answers its rows, each of which must be of the given shape. */
export type Query = <Row>(
  row: z.ZodType<Row>,
  sql: string,
  parameters?: readonly unknown[],
) => Promise<Row[]>;

/**
 * Reads in one read-only transaction, on a connection of its own that is closed afterwards.
 *
 * @throws ServerError when there is no answer, or none that can be used; SecretError
 */
export function readPostgres<T>(options: PostgresOptions, work: (query: Query) => Promise<T>): Promise<T> {
  return openPostgres(options, async ({ run }) => {
    const query: Query = async (row, sql, parameters) => {
      const { rows } = await run(sql, parameters);
      return rows.map((found) => {
        const parsed = row.safeParse(found);
        if (parsed.success) return parsed.data;
        const [issue] = parsed.error.issues;
        throw new ServerError('unexpected', `an answer of another shape (${issue?.path}: ${issue?.message})`);
      });
    };
    await run('BEGIN READ ONLY');
    const result = await work(query);
    await run('COMMIT');
    return result;
  });
}

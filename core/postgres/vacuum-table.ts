import { openPostgres, type SessionOptions } from './open-postgres.ts';

const NO_COMPLAINT = '00000';

/**
 * Vacuums and analyses one table of the schema `public`, without locking anybody out.
 *
 * @param options of which `timeoutMs` is for all of it
 * @throws ServerError when it was not done: refused, too late, or skipped, which PostgreSQL itself calls a success
 */
export function vacuumTable(options: SessionOptions, table: string): Promise<void> {
  return openPostgres(options, async ({ run, notices }) => {
    const { escapeIdentifier } = await import('pg');
    await run(`VACUUM (ANALYZE) public.${escapeIdentifier(table)}`);
    // By its code, since the words are in the server's language.
    const complaint = notices.find(({ code }) => code !== NO_COMPLAINT);
    if (complaint !== undefined) throw new Error(`not vacuumed: ${complaint.message}`);
  });
}

import type { Client } from 'pg';
import type { z } from 'zod';
import { ServerError } from '../server-error.ts';
import { withinTime } from '../within-time.ts';
import { guardAnswers, type Wire } from './guard-answers.ts';
import { postgresError } from './postgres-error.ts';

export interface PostgresOptions {
  /** Asked for at each connect, so that the password can be rotated. @throws SecretError */
  connectionString(): string;
  /** For connecting, and for each statement, in ms; default 5 s. */
  readonly timeoutMs?: number;
}

/** Runs one statement and answers its rows, each of which must be of the given shape. */
export type Query = <Row>(
  row: z.ZodType<Row>,
  sql: string,
  parameters?: readonly unknown[],
) => Promise<Row[]>;

const TIMEOUT_MS = 5_000;
/** The server gives up first, and says so. */
const GRACE_MS = 500;

/**
 * Reads in one read-only transaction, on a connection of its own that is closed afterwards.
 *
 * @throws ServerError when there is no answer, or none that can be used; SecretError
 */
export async function readPostgres<T>(
  options: PostgresOptions,
  work: (query: Query) => Promise<T>,
): Promise<T> {
  const { timeoutMs = TIMEOUT_MS } = options;
  const client = await createClient(options.connectionString(), timeoutMs);
  const { connection: wire } = client as unknown as { connection: Wire };
  guardAnswers(wire);
  // What breaks between two statements is told by the next one.
  client.on('error', () => undefined);
  const server = `PostgreSQL on ${client.host}:${client.port}`;
  const within = <R>(step: Promise<R>, ms: number) =>
    withinTime(step, ms, () => new ServerError('timeout', `no answer in ${ms} ms`));
  const run = (sql: string, parameters: readonly unknown[] = []) =>
    within(client.query(sql, [...parameters]), timeoutMs + GRACE_MS);
  const query: Query = async (row, sql, parameters) => {
    const { rows } = await run(sql, parameters);
    return rows.map((found) => {
      const parsed = row.safeParse(found);
      if (parsed.success) return parsed.data;
      const [issue] = parsed.error.issues;
      throw new ServerError('unexpected', `an answer of another shape (${issue?.path}: ${issue?.message})`);
    });
  };
  try {
    await within(client.connect(), timeoutMs);
    await run('BEGIN READ ONLY');
    const result = await work(query);
    await run('COMMIT');
    await within(client.end(), timeoutMs);
    return result;
  } catch (error) {
    throw postgresError(error, server);
  } finally {
    wire.stream.destroy();
  }
}

async function createClient(connectionString: string, timeoutMs: number): Promise<Client> {
  // The driver would take anything else for the name of a database, and tell it in its errors.
  if (!/^postgres(ql)?:\/\//i.test(connectionString)) {
    throw new ServerError('unexpected', 'the address of PostgreSQL must begin with postgresql://');
  }
  const { default: pg } = await import('pg');
  try {
    return new pg.Client({
      connectionString,
      application_name: 'vizora-ops',
      keepAlive: true,
      statement_timeout: timeoutMs,
      idle_in_transaction_session_timeout: 2 * timeoutMs,
      options: '-c default_transaction_read_only=on',
    });
  } catch {
    // What it throws may hold the address, and with it the password.
    throw new ServerError('unexpected', 'the address of PostgreSQL cannot be read; correct it');
  }
}

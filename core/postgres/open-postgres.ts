import type { Client, QueryResult } from 'pg';
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

export interface SessionOptions extends PostgresOptions {
  /** How long a statement may wait for a lock, in ms; default as long as it may take. */
  readonly lockTimeoutMs?: number;
  /** Cuts the connection. What the server had begun it may still end, within its time. */
  readonly signal?: AbortSignal;
}

export interface PostgresSession {
  run(sql: string, parameters?: readonly unknown[]): Promise<QueryResult>;
  /** What the server said beside its answers, so far; `00000` is the code of what is no complaint. */
  readonly notices: readonly { readonly code: string; readonly message: string }[];
}

/** With the connection, never by SET: a pool would hand such a session on. Vacuums are as gentle as autovacuum's. */
const SETTINGS = '-c default_transaction_read_only=on -c vacuum_cost_delay=2';
const TIMEOUT_MS = 5_000;
/** The server gives up first, and says so. */
const GRACE_MS = 500;

/**
 * Works in a session of its own that is closed afterwards, and in which nothing can be written.
 *
 * @throws ServerError when there is no answer; SecretError
 */
export async function openPostgres<T>(
  options: SessionOptions,
  work: (session: PostgresSession) => Promise<T>,
): Promise<T> {
  const { timeoutMs = TIMEOUT_MS, signal } = options;
  const connectingMs = Math.min(timeoutMs, TIMEOUT_MS);
  const client = await createClient(options, timeoutMs);
  const { connection: wire } = client as unknown as { connection: Wire };
  guardAnswers(wire);
  // What breaks between two statements is told by the next one.
  client.on('error', () => undefined);
  const notices: { code: string; message: string }[] = [];
  client.on('notice', ({ code = '', message = '' }) => notices.push({ code, message }));
  const server = `PostgreSQL on ${client.host}:${client.port}`;
  const within = <R>(step: Promise<R>, ms: number) =>
    withinTime(step, ms, () => new ServerError('timeout', `no answer in ${ms} ms`));
  const cut = () => wire.stream.destroy(new ServerError('timeout', 'given up'));
  signal?.addEventListener('abort', cut, { once: true });
  try {
    signal?.throwIfAborted();
    await within(client.connect(), connectingMs);
    const result = await work({
      notices,
      run: (sql, parameters = []) => within(client.query(sql, [...parameters]), timeoutMs + GRACE_MS),
    });
    await within(client.end(), connectingMs);
    return result;
  } catch (error) {
    throw postgresError(error, server);
  } finally {
    signal?.removeEventListener('abort', cut);
    wire.stream.destroy();
  }
}

async function createClient({ connectionString, lockTimeoutMs }: SessionOptions, timeoutMs: number) {
  const address = connectionString();
  // The driver would take anything else for the name of a database, and tell it in its errors.
  if (!/^postgres(ql)?:\/\//i.test(address)) {
    throw new ServerError('unexpected', 'the address of PostgreSQL must begin with postgresql://');
  }
  const { default: pg } = await import('pg');
  try {
    return new pg.Client({
      connectionString: address,
      application_name: 'vizora-ops',
      keepAlive: true,
      statement_timeout: timeoutMs,
      ...(lockTimeoutMs !== undefined && { lock_timeout: lockTimeoutMs }),
      idle_in_transaction_session_timeout: 2 * timeoutMs,
      options: SETTINGS,
    }) as Client;
  } catch {
    // What it throws may hold the address, and with it the password.
    throw new ServerError('unexpected', 'the address of PostgreSQL cannot be read; correct it');
  }
}

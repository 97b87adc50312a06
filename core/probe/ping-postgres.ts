import { Socket } from 'node:net';
import type { OwnLook } from '../checks/dependency-look.ts';
import { connectionTrouble, startDeadline } from './connection-trouble.ts';

/** Refusals of our account or of the name of the database: the server is there, and we cannot tell how it is. */
const REFUSES_US = /^(28...|3D000|42501)$/;
const SQLSTATE = /^[0-9A-Z]{5}$/;

/**
 * Asks PostgreSQL the least there is to ask, over a connection of its own that is closed afterwards. Never throws for
 * outside trouble, and never tells what stands in the connection string.
 *
 * @param timeoutMs for all of it: connecting, logging in and the answer
 */
export async function pingPostgres(connectionString: string, timeoutMs: number): Promise<OwnLook> {
  const { default: pg } = await import('pg');
  // Held here, so that a server that hangs cannot hold the connection.
  const socket = new Socket();
  const deadline = startDeadline(timeoutMs);
  try {
    const client = new pg.Client({
      connectionString,
      application_name: 'vizora-ops',
      stream: () => socket,
    });
    // Whoever waits for an answer is told what breaks the connection; told here only, it would end the process.
    client.on('error', () => undefined);
    const answer = client.connect().then(() => client.query('SELECT 1'));
    await Promise.race([answer, deadline.passed]);
    // A goodbye, so that the server does not wonder; nobody waits for its answer.
    void client.end();
    return { outcome: 'up', detail: 'answers' };
  } catch (error) {
    return judge(error);
  } finally {
    deadline.clear();
    socket.destroy();
  }
}

function judge(error: unknown): OwnLook {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (REFUSES_US.test(code)) return { outcome: 'unknown', detail: `refuses our account (${code})` };
  if (SQLSTATE.test(code) && !/^E[A-Z]+$/.test(code))
    return { outcome: 'down', detail: `answers with ${code}` };
  if (error instanceof Error && error.message.startsWith('Connection terminated')) {
    return { outcome: 'down', detail: 'connection cut' };
  }
  return connectionTrouble(error);
}

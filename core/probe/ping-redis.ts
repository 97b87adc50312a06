import type { OwnLook } from '../checks/dependency-look.ts';
import { connectionTrouble, startDeadline } from './connection-trouble.ts';

const CLOSED = 'Connection is closed.';
/** Replies that are about our account: the server is there, and we cannot tell how it is. */
const REFUSES_US = /^(NOAUTH|WRONGPASS|NOPERM)\b/;

/**
 * Sends PING to Redis, over a connection of its own that is closed afterwards. Never throws for outside trouble, and
 * never tells what stands in the connection string.
 *
 * @param timeoutMs for all of it: connecting, logging in and the answer
 */
export async function pingRedis(url: string, timeoutMs: number): Promise<OwnLook> {
  const { Redis } = await import('ioredis');
  const deadline = startDeadline(timeoutMs);
  let redis: InstanceType<typeof Redis> | null = null;
  let broke: unknown = null;
  try {
    redis = new Redis(url, {
      lazyConnect: true,
      retryStrategy: () => null,
      maxRetriesPerRequest: 0,
      // One that is loading its data accepts connections, and says so when it is asked.
      enableReadyCheck: false,
      protocol: 2,
      disableClientInfo: true,
    });
    // What breaks the connection is told here; whoever waits hears only that it was closed.
    redis.on('error', (error) => {
      broke ??= error;
    });
    await Promise.race([redis.ping(), deadline.passed]);
    return { outcome: 'up', detail: 'answers' };
  } catch (error) {
    return judge(error instanceof Error && error.message === CLOSED ? (broke ?? error) : error);
  } finally {
    deadline.clear();
    redis?.disconnect();
  }
}

function judge(error: unknown): OwnLook {
  if (!(error instanceof Error)) return connectionTrouble(error);
  if (error.name === 'ReplyError') {
    const [word = ''] = error.message.split(' ');
    return REFUSES_US.test(word)
      ? { outcome: 'unknown', detail: `refuses our account (${word})` }
      : { outcome: 'down', detail: `answers with ${word}` };
  }
  return error.message === CLOSED ? { outcome: 'down', detail: 'connection cut' } : connectionTrouble(error);
}

import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { systemClock } from '../../core/clock.ts';
import { byPath, gone, json, serving, stopServing } from '../../core/probe/http-server.test-support.ts';
import { lookAtRealtime } from './look-at-realtime.ts';

const up = async () => ({ outcome: 'up', detail: 'answers' }) as const;

describe('one look at realtime and what it may have lost', () => {
  afterEach(stopServing);
  const look = (url: string) =>
    lookAtRealtime({
      url,
      own: { database: null, redis: up, storage: up },
      timeoutMs: 1_000,
      clock: systemClock,
    });

  it('tells what it blames, beside our own connections as far as they are configured', async () => {
    const url = await serving(
      byPath({
        '/api/health/ready': json({ ready: false }, 503),
        '/api/health': json({
          dependencies: { database: { status: 'healthy' }, redis: { status: 'unhealthy' } },
        }),
        '/api/health/live': json({ status: 'ok' }),
      }),
    );
    const { realtime, own } = await look(url);
    assert.deepEqual([realtime.state, realtime.named], ['unready', { database: 'up', redis: 'down' }]);
    assert.deepEqual(own, { database: null, redis: { outcome: 'up', detail: 'answers' } });
  });

  it('does not take one that is dead for one that is not ready', async () => {
    assert.equal((await look(await gone())).realtime.state, 'dead');
  });
});

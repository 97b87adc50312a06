import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { afterEach, describe, it } from 'node:test';
import { gone, hanging, json, serving, stopServing, text } from './http-server.test-support.ts';
import { probeStorage } from './probe-storage.ts';

afterEach(stopServing);

describe('the object storage', () => {
  const answers: [what: string, handler: RequestListener, outcome: string, detail: string][] = [
    ['answers', text('ok'), 'up', 'status 200'],
    ['refuses strangers', text('<Error><Code>AccessDenied</Code></Error>', 403), 'up', 'status 403'],
    ['answers 500', json({}, 500), 'down', 'status 500'],
    ['answers 503', text('<Error><Code>SlowDown</Code></Error>', 503), 'down', 'status 503'],
    ['hangs', hanging, 'down', 'no answer in time'],
  ];
  for (const [what, handler, outcome, detail] of answers) {
    it(`is ${outcome} when it ${what}`, async () => {
      assert.deepEqual(await probeStorage(await serving(handler), 150), { outcome, detail });
    });
  }

  it('is down when nobody listens', async () => {
    assert.deepEqual(await probeStorage(await gone(), 150), {
      outcome: 'down',
      detail: 'connection refused',
    });
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SecretError } from '../../core/config/secret.ts';
import type { Log } from '../../core/log.ts';
import { ServerError } from '../../core/server-error.ts';
import { serverReading } from './server-reading.ts';

const clock = { now: () => 7, sleep: async () => undefined };

/** A reading of what each call answers or throws in turn, and what it logs. */
function reading(...answers: (string | Error)[]) {
  const said: string[] = [];
  const write = (...parts: unknown[]) => void said.push(String(parts.at(-1)));
  const log = { info: write, warn: write } as unknown as Log;
  const ask = async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { read: serverReading('Redis', ask, { clock, log }), said };
}

describe('the reading of a server', () => {
  it('is its answer, with the time when it was asked', async () => {
    assert.deepEqual(await reading('well').read(), { at: 7, value: 'well' });
  });

  it('is the kind of trouble where there is no answer, whatever threw', async () => {
    const troubles: readonly [Error, string][] = [
      [new ServerError('permission', 'no'), 'permission'],
      [new SecretError('no secret'), 'authentication'],
      [new TypeError('a bug'), 'unexpected'],
    ];
    for (const [error, kind] of troubles) {
      assert.deepEqual(await reading(error).read(), { at: 7, value: null, kind, detail: error.message });
    }
  });

  it('says once that there is trouble, anew when it is of another kind, and when it is over', async () => {
    const refused = () => new ServerError('refused', 'no');
    const { read, said } = reading(
      'well',
      refused(),
      refused(),
      new ServerError('timeout', 'no'),
      'well',
      'well',
    );
    for (let i = 0; i < 6; i += 1) await read();
    assert.deepEqual(said, ['Redis cannot be read', 'Redis cannot be read', 'Redis can be read again']);
  });
});

import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { describe, it } from 'node:test';
import { createLog } from '../../core/log.ts';
import { VizoraError } from '../../core/vizora/errors.ts';
import { createFakeClock } from '../../core/vizora/fake-clock.test-support.ts';
import type { OrganisationApi } from '../../core/vizora/organisation.ts';
import type { StorageUsage } from '../../core/vizora/storage-usage.ts';
import { watchOrganisation } from '../watched-organisation.ts';
import { gatherEach } from './gather-each.ts';

const account = { email: 'a@example.com', password: { env: 'P' } };
const usage = { usedBytes: 1, quotaBytes: 2 };
const refused = new VizoraError('unauthorized', 'POST /api/v1/auth/login', 'wrong password');

function asking(answers: Readonly<Record<string, () => Promise<StorageUsage>>>) {
  const lines: Record<string, unknown>[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  const read = gatherEach({
    section: 'storage',
    organisations: Object.entries(answers).map(([slug, storage]) =>
      watchOrganisation({ slug, class: 'customer', reader: account }, { storage } as OrganisationApi),
    ),
    ask: (api) => api.storage(),
    clock: createFakeClock({ start: 5 }),
    log: createLog('test', 'debug', destination),
  });
  const said = () => lines.splice(0).map(({ level, org, section, reason }) => [level, org, section, reason]);
  return { read, said };
}

describe('asking each organisation', () => {
  it('gets an answer of each although one fails, even by a fault of our own', async () => {
    const { read } = asking({
      acme: () => Promise.reject(refused),
      beta: async () => usage,
      gamma: () => Promise.reject(new TypeError('a bug')),
    });
    assert.deepEqual(await read(), [
      {
        org: 'acme',
        reading: { at: 5, value: null, detail: 'POST /api/v1/auth/login: wrong password' },
      },
      { org: 'beta', reading: { at: 5, value: usage } },
      { org: 'gamma', reading: { at: 5, value: null, detail: 'a bug' } },
    ]);
  });

  it('says trouble once, and its end', async () => {
    const answers = [refused, refused, null, new TypeError('a bug')];
    const { read, said } = asking({
      acme: async () => {
        const error = answers.shift();
        if (error) throw error;
        return usage;
      },
    });
    const lines: unknown[] = [];
    for (let i = 0; i < 4; i += 1) {
      await read();
      lines.push(said());
    }
    assert.deepEqual(lines, [
      [['warn', 'acme', 'storage', 'unauthorized']],
      [],
      [['info', 'acme', 'storage', undefined]],
      [['error', 'acme', 'storage', undefined]],
    ]);
  });
});

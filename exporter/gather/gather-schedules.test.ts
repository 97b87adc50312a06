import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { systemClock } from '../../core/clock.ts';
import { createLog } from '../../core/log.ts';
import { VizoraError } from '../../core/vizora/errors.ts';
import type { OrganisationApi } from '../../core/vizora/organisation.ts';
import type { Scan } from '../../core/vizora/scan.ts';
import type { Schedule } from '../../core/vizora/schedule.ts';
import { watchOrganisation } from '../watched-organisation.ts';
import { gatherSchedules } from './gather-schedules.ts';

const log = createLog('test', 'silent');

describe('gathering schedules', () => {
  const whole = (count: number): Scan<Schedule> => ({
    complete: true,
    items: Array.from({ length: count }, (_, i) => ({ id: `s${i}` }) as Schedule),
    total: count,
    at: 1,
  });
  const account = { email: 'a@example.com', password: { env: 'P' } };
  const organisation = (slug: string | null, api: Partial<OrganisationApi>) =>
    watchOrganisation({ slug, class: 'customer', reader: account }, api as OrganisationApi);
  const gathering = (...organisations: ReturnType<typeof organisation>[]) =>
    gatherSchedules({ organisations, clock: systemClock, log });

  it('reads every organisation although one fails, even by a fault of our own', async () => {
    const sections = await gathering(
      organisation('acme', { listSchedules: () => Promise.reject(new TypeError('a bug')) }),
      organisation('beta', { listSchedules: async () => whole(2) }),
    )();
    assert.deepEqual(
      sections.map(({ org, scan }) => [org, scan.complete, scan.items.length]),
      [
        ['acme', false, 0],
        ['beta', true, 2],
      ],
    );
  });

  it('learns the organisation of the single account when it can, and not twice', async () => {
    let asked = 0;
    const answers = [
      () => Promise.reject(new VizoraError('connection', 'GET /api/v1/auth/me', 'refused')),
      async () => ({ slug: 'acme', name: 'Acme' }),
    ];
    const read = gathering(
      organisation(null, {
        whoAmI: () => (answers[asked++] ?? assert.fail)(),
        listSchedules: async () => whole(1),
      }),
    );
    const [before] = await read();
    assert.deepEqual([before?.org, before?.scan.complete], ['unknown', false]);
    assert.equal((await read())[0]?.org, 'acme');
    assert.equal((await read())[0]?.org, 'acme');
    assert.equal(asked, 2);
  });

  it('believes that many have become none only when it is told twice', async () => {
    const totals = [7, 0, 0, 7, 0, 7];
    const read = gathering(organisation('acme', { listSchedules: async () => whole(totals.shift() ?? 0) }));
    const complete: boolean[] = [];
    for (let i = 0; i < 6; i += 1) complete.push((await read())[0]?.scan.complete ?? false);
    assert.deepEqual(complete, [true, false, true, true, false, true]);
  });
});

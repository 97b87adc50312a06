import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLog } from '../../core/log.ts';
import { VizoraError } from '../../core/vizora/errors.ts';
import { createFakeClock } from '../../core/vizora/fake-clock.test-support.ts';
import type { OrganisationApi } from '../../core/vizora/organisation.ts';
import { PAGE_LIMIT } from '../../core/vizora/page.ts';
import { watchOrganisation } from '../watched-organisation.ts';
import { gatherOrganisations } from './gather-organisations.ts';
import { noDetails, shippedBudget } from './no-details.test-support.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const account = { email: 'a@example.com', password: { env: 'P' } };

/** Organisations with so many displays each, on a platform that counts what it is asked for. */
function setUp(...displays: number[]) {
  const clock = createFakeClock();
  const requests = { displays: 0, storage: 0 };
  const state = { fails: null as number | null };
  const organisations = displays.map((count, i) => {
    const items = Array.from({ length: count }, (_, n) => ({ id: `${i}-${n}` }));
    const api = {
      listDisplays: async () => {
        const at = clock.now();
        if (state.fails === i) throw new VizoraError('timeout', 'GET /api/v1/displays', 'late');
        requests.displays += Math.max(1, Math.ceil(count / PAGE_LIMIT));
        return { complete: true, items, total: count, at };
      },
      storage: async () => {
        requests.storage += 1;
        return { usedBytes: 1, quotaBytes: 2 };
      },
    } as unknown as OrganisationApi;
    return watchOrganisation({ slug: `org-${i}`, class: 'customer', reader: account }, api);
  });
  const inside = gatherOrganisations({
    organisations,
    shortestIntervalMs: 5 * MINUTE,
    budget: shippedBudget,
    details: noDetails,
    clock,
    log: createLog('test', 'silent'),
  });
  return { clock, requests, state, inside };
}

/** Lets agents look on these intervals for a while, in the order of time. */
async function looks(
  { clock, inside }: ReturnType<typeof setUp>,
  intervalsMs: readonly number[],
  forMs: number,
): Promise<void> {
  const from = clock.now();
  const times = intervalsMs.flatMap((interval) =>
    Array.from({ length: Math.floor(forMs / interval) }, (_, i) => i * interval),
  );
  for (const time of times.sort((a, b) => a - b)) {
    clock.set(from + time);
    await inside.gather.displays();
  }
}

describe('what is read of organisations', () => {
  it('is read once for two agents whose looks nearly coincide, and anew for one that comes later', async () => {
    const { clock, requests, inside } = setUp(10, 10);
    await inside.gather.displays();
    clock.advance(59_000);
    await inside.gather.displays();
    assert.equal(requests.displays, 2);
    clock.advance(2_000);
    await inside.gather.displays();
    assert.equal(requests.displays, 4);
  });

  it('stays within the hour of its route, whatever the intervals of those who share it', async () => {
    for (const intervals of [[5], [5, 15], [5, 7, 11], [6, 15, 15]]) {
      for (const displays of [[20_000], [4_000, 4_000], Array(40).fill(300)]) {
        const platform = setUp(...displays);
        await platform.inside.gather.displays();
        // As the timetable has it: each agent on whole multiples of its own interval.
        const least = platform.inside.leastIntervalMs('displays');
        const inForce = intervals.map((n) => Math.max(1, Math.ceil(least / (n * MINUTE))) * n * MINUTE);
        platform.requests.displays = 0;
        platform.clock.advance(HOUR);
        const hours = 12;
        await looks(platform, inForce, hours * HOUR);
        const perHour = platform.requests.displays / hours;
        assert.ok(perHour <= 600, `${perHour} requests an hour for ${intervals} and ${displays.length}`);
        assert.ok(perHour > 0);
      }
    }
  });

  it('costs as many requests as all organisations together, storage included', async () => {
    const { inside } = setUp(250, 100, 0);
    await inside.gather.displays();
    const perRequest = HOUR / 480;
    assert.equal(inside.leastIntervalMs('displays'), 5 * perRequest);
    assert.equal(inside.leastIntervalMs('storage'), 3 * perRequest);
    assert.equal(inside.leastIntervalMs('processes'), 0);
  });

  it('is read again by whoever comes next of the organisation that could not be read, and of no other', async () => {
    const { clock, requests, state, inside } = setUp(10_000, 10_000);
    const whole = async () => (await inside.gather.displays()).map(({ scan }) => scan.complete);
    await whole();
    clock.advance(HOUR);
    state.fails = 1;
    assert.deepEqual(await whole(), [true, false]);
    state.fails = null;
    requests.displays = 0;
    clock.advance(MINUTE);
    assert.deepEqual(await whole(), [true, true]);
    assert.equal(requests.displays, 100);
  });
});

import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { createLog } from '../../core/log.ts';
import { createVizora } from '../../core/vizora/client.ts';
import { createFakeClock } from '../../core/vizora/fake-clock.test-support.ts';
import { cuid, scheduleRow, startFakeVizora } from '../../core/vizora/fake-vizora.test-support.ts';
import { createRequestBudget } from '../../core/vizora/request-budget.ts';
import { ROUTES } from '../../core/vizora/routes.ts';
import { watchOrganisation } from '../watched-organisation.ts';
import { gatherOrganisations } from './gather-organisations.ts';
import { noDetails, shippedBudget } from './no-details.test-support.ts';

const MINUTE = 60_000;

/** So many organisations on one platform, and the exporter's own limits. */
async function setUp(t: TestContext, count: number) {
  const fake = await startFakeVizora();
  const clock = createFakeClock({ hurry: true });
  const log = createLog('test', 'silent');
  const slugs = Array.from({ length: count }, (_, i) => `org-${i}`);
  for (const slug of slugs) {
    fake.accounts[`${slug}@example.com`] = { slug, password: 'right', schedules: [scheduleRow(cuid(1))] };
  }
  const sent: { route: string; at: number }[] = [];
  const vizora = createVizora({
    baseUrl: fake.url,
    budget: createRequestBudget({
      clock,
      perSecond: 6,
      perMinute: 60,
      perHour: 600,
      logins: { limit: 3, length: MINUTE },
    }),
    clock,
    log,
    observe: ({ route, status, ms }) => {
      if (status !== null) sent.push({ route, at: clock.now() - ms });
    },
  });
  t.after(async () => {
    await vizora.close();
    await fake.close();
  });
  const organisations = slugs.map((slug) => {
    const account = { email: `${slug}@example.com`, password: () => 'right' };
    const api = vizora.organisation(account, slug);
    const reader = { email: account.email, password: { env: 'P' } };
    return watchOrganisation({ slug, class: 'customer', reader }, api);
  });
  const inside = gatherOrganisations({
    organisations,
    shortestIntervalMs: 5 * MINUTE,
    budget: shippedBudget,
    details: noDetails,
    clock,
    log,
  });
  return { clock, inside, sent };
}

describe('ten organisations', () => {
  it('are all seen from the second look on, with three logins a minute', async (t) => {
    const { clock, inside, sent } = await setUp(t, 10);
    const look = async () => {
      const sections = await inside.gather.schedules();
      return sections.map(({ scan }) => (scan.complete ? 'whole' : scan.reason));
    };
    const first = await look();
    assert.equal(first.filter((word) => word === 'whole').length, 6, 'none waits much longer than a minute');
    assert.deepEqual(new Set(first), new Set(['whole', 'budget_exhausted']));
    clock.advance(5 * MINUTE);
    assert.deepEqual(new Set(await look()), new Set(['whole']));
    const logins = sent
      .filter(({ route }) => route === ROUTES.login)
      .map(({ at }) => at)
      .sort((a, b) => a - b);
    assert.equal(logins.length, 10);
    for (const [i, at] of logins.entries()) {
      const fourth = logins[i + 3];
      if (fourth !== undefined) assert.ok(fourth - at >= MINUTE, `${fourth - at} ms between four logins`);
    }
  });
});

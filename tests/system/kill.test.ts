import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../core/clock.ts';
import { respond } from '../../sandbox/drill/respond.ts';
import { type TestStack, withStack } from './with-stack.ts';

const DOWN_FOR = 5_000;
/** Each service twice, since two attempts are what the policy gives an episode. */
const CASES = [
  ['exporter', 'realtime'],
  ['remediator', 'web'],
  ['prometheus', 'realtime'],
  ['alertmanager', 'web'],
] as const;
const LIVE = { realtime: '/api/health/live', web: '/' } as const;

interface Row {
  readonly id: number | string;
  readonly target: string;
  readonly outcome: string | null;
}

async function remediations({ remediator }: TestStack): Promise<Row[]> {
  const response = await remediator('/api/v1/remediations?limit=200');
  return ((await response.json()) as { remediations: Row[] }).remediations;
}

/**
 * Kills a part with SIGKILL in the midst of a repair and starts it again: the result must be the same. The moment is
 * after the act: one before it, where nobody knows whether there was an act, belongs to the crash suite.
 */
async function killInMidRepair(system: TestStack, part: string, service: keyof typeof LIVE): Promise<void> {
  const { stack, control, until } = system;
  const app = `vizora-${service}`;
  const live = stack.urls[service] + LIVE[service];
  const before = new Set((await remediations(system)).map((row) => row.id));
  const witness = await system.witness();
  await control.break('hang', { app });
  await until(witness, 'the process is restarted', ({ starts }) => starts.length > 0);

  process.kill(stack.supervisor.running(part).pid, 'SIGKILL');
  await systemClock.sleep(DOWN_FOR);
  await stack.supervisor.start(stack.part(part));

  const sight = await until(
    witness,
    'the repair is verified and its alert is gone',
    async (seen) =>
      !seen.alerts.some((labels) => labels['incident'] === 'service_down') &&
      (await respond(live)) &&
      (await remediations(system)).some((row) => !before.has(row.id) && row.outcome === 'fixed'),
    150_000,
  );
  const news = (await remediations(system)).filter((row) => !before.has(row.id));
  assert.deepEqual(
    news.map(({ target, outcome }) => ({ target, outcome })),
    [{ target: `process/${app}`, outcome: 'fixed' }],
  );
  assert.deepEqual(
    sight.starts.map((start) => start.app),
    [app],
    'the process was started exactly once',
  );
  assert.deepEqual(sight.writes, []);
}

test('invariants 1 and 2: a SIGKILL of any part in mid-repair changes nothing but time', async (t) => {
  await withStack({}, async (system) => {
    for (const [part, service] of CASES) {
      await t.test(`when ${part} is killed`, () => killInMidRepair(system, part, service));
    }
  });
});

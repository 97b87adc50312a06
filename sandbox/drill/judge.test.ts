import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '../../core/clock.ts';
import type { Broken, Fault } from './fault.ts';
import { judgeFault, judgeHealthy } from './judge.ts';
import type { Sight, Witness } from './witness.ts';

const PATIENCE = { act: 60_000, verify: 60_000, step: 1_000 };

/** A world in which things happen at given seconds after the break. */
function story(events: {
  alertFrom?: number;
  alertUntil?: number;
  actAt?: number;
  goodFrom?: number;
  excessAt?: number;
}) {
  let now = 0;
  let healed = false;
  const clock: Clock = {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
  };
  const seconds = () => now / 1_000;
  const {
    alertFrom = Infinity,
    alertUntil = Infinity,
    actAt = Infinity,
    goodFrom = Infinity,
    excessAt = Infinity,
  } = events;
  const witness: Witness = {
    look: async (): Promise<Sight> => ({
      at: now,
      processes: [],
      starts: [],
      writes: [],
      alerts: seconds() >= alertFrom && seconds() < alertUntil ? [{ alertname: 'Sample' }] : [],
    }),
  };
  const broken: Broken = {
    alert: (labels) => labels['alertname'] === 'Sample',
    unfinished: (labels) => labels['alertname'] === 'Sample',
    acted: () => (seconds() >= actAt ? actAt * 1_000 : null),
    good: async () => seconds() >= goodFrom,
    stableFor: 10_000,
    excess: () => (seconds() >= excessAt ? ['it was started twice'] : []),
    heal: async () => {
      healed = true;
    },
  };
  const fault: Fault = { name: 'sample', break: async () => broken };
  return {
    judge: async () => judgeFault(fault, witness, clock, PATIENCE, async () => 2_000),
    healed: () => healed,
  };
}

test('a fault that is alerted, repaired once and stays good is as expected, with its seconds', async () => {
  const result = await story({ alertFrom: 5, alertUntil: 20, actAt: 10, goodFrom: 12 }).judge();
  assert.deepEqual(result, {
    fault: 'sample',
    expected: 'repaired',
    outcome: 'repaired',
    ok: true,
    seconds: { detected: 2, alerted: 5, acted: 10, verified: 22 },
  });
});

const failures = [
  ['nothing was alerted', {}, 'not alerted'],
  ['an alert was followed by nothing', { alertFrom: 5 }, 'nothing was done'],
  ['the act changed nothing', { alertFrom: 5, actAt: 10 }, 'not good after the act'],
  ['its alert stayed', { alertFrom: 5, actAt: 10, goodFrom: 12 }, 'its alerts did not end'],
  ['it came right without an alert', { actAt: 10, goodFrom: 12 }, 'repaired without an alert'],
  [
    'more than one act was seen',
    { alertFrom: 5, alertUntil: 20, actAt: 10, goodFrom: 12, excessAt: 15 },
    'too much was done: it was started twice',
  ],
] as const;
for (const [when, events, outcome] of failures) {
  test(`the drill fails, and heals by hand, when ${when}`, async () => {
    const { judge, healed } = story(events);
    const result = await judge();
    assert.equal(result.ok, false);
    assert.equal(result.outcome, outcome);
    assert.equal(healed(), true);
  });
}

test('a healthy world fails the drill as soon as anything is done to it', async () => {
  let looks = 0;
  const clock: Clock = { now: () => looks * 1_000, sleep: () => Promise.resolve() };
  const healthy: Sight = {
    at: 0,
    processes: [],
    starts: [],
    writes: [],
    alerts: [{ alertname: 'Watchdog' }],
  };
  const disturbed: Sight = { ...healthy, starts: [{ app: 'vizora-web', pmId: 1, pid: 9, seenAt: 0 }] };
  const watch = async (from: number) =>
    judgeHealthy({ look: async () => (++looks >= from ? disturbed : healthy) }, clock, 10_000, 1_000);
  assert.equal((await watch(99)).outcome, 'left alone');
  looks = 0;
  const result = await watch(5);
  assert.equal(result.outcome, 'vizora-web was started');
  assert.equal(result.ok, false);
});

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  type Bench,
  type BenchOptions,
  contentOrphaned,
  dependencyDown,
  displayOffline,
  processErrored,
  schedulePastEnd,
  serviceDown,
  startBench,
} from '../bench.test-support.ts';
import { contentId } from '../world/fake-contents.test-support.ts';
import { GATE_NAMES, type Gate, type GateName, pass } from './gate.ts';
import { gates } from './index.ts';

interface Scenario {
  readonly gate: GateName;
  readonly when: string;
  readonly reason: string;
  readonly options?: BenchOptions;
  /** Makes exactly one gate an obstacle, and tells of the fault. */
  readonly arrange: (bench: Bench) => Promise<unknown>;
}

const MINUTE_MS = 60_000;

const restart = (policy: Record<string, unknown>) => ({
  remediator: { actions: { restart_process: { cooldown: '1s', attempts: 5, ...policy } } },
});

async function hang(bench: Bench, service: 'realtime' | 'web'): Promise<void> {
  bench.world.hang(service === 'realtime' ? 2 : 3);
  await bench.alert(serviceDown(service));
}

/** Longer than a wave of failures lasts. */
const NEXT_WAVE_MS = 700_000;

/** Something was repaired before, and its alert is gone. */
async function repaired(bench: Bench, service: 'realtime' | 'web', since = 120_000): Promise<void> {
  await hang(bench, service);
  await bench.until(
    'it was repaired before',
    async () => (await bench.remediations()).at(-1)?.['outcome'] === 'fixed',
  );
  bench.alertmanager.resolve(serviceDown(service));
  await bench.pass(since);
}

const scenarios: readonly Scenario[] = [
  {
    gate: 'global_stop',
    when: 'the stop file is there',
    reason: 'stopped',
    async arrange(bench) {
      writeFileSync(join(bench.dataDir, 'store', 'stop'), '');
      await hang(bench, 'realtime');
    },
  },
  {
    gate: 'action_known',
    when: 'the action is not meant for the incident',
    reason: 'wrong_incident',
    async arrange(bench) {
      bench.world.giveUpOn(3);
      await bench.alert({ ...processErrored('vizora-web'), incident: 'process_missing' });
    },
  },
  {
    gate: 'mode',
    when: 'the policy of the action is to observe',
    reason: 'observe',
    options: restart({ mode: 'observe' }),
    arrange: (bench) => hang(bench, 'realtime'),
  },
  {
    gate: 'mode',
    when: 'the action is switched off',
    reason: 'off',
    options: restart({ mode: 'off' }),
    arrange: (bench) => hang(bench, 'realtime'),
  },
  {
    gate: 'mode',
    when: 'the policy is to observe this incident, whatever the action may do about others',
    reason: 'observe',
    options: { remediator: { actions: { archive_content: { modes: { content_orphaned: 'observe' } } } } },
    async arrange(bench) {
      for (let n = 10; n < 30; n++) bench.world.contents.delete(contentId(n));
      await bench.alert(contentOrphaned(bench.world.orphanContent(1)));
    },
  },
  {
    gate: 'alert_active',
    when: 'Alertmanager does not know the alert',
    reason: 'alert_not_active',
    async arrange(bench) {
      bench.world.hang(2);
      await bench.deliver([{ labels: serviceDown('realtime') }]);
    },
  },
  {
    gate: 'alert_active',
    when: 'the alert is silenced',
    reason: 'suppressed',
    async arrange(bench) {
      bench.world.hang(2);
      bench.alertmanager.fire(serviceDown('realtime'), bench.clock.now(), 'suppressed');
      await bench.deliver([{ labels: serviceDown('realtime') }]);
    },
  },
  {
    gate: 'paused',
    when: 'a silence on remediator="pause" is there',
    reason: 'paused',
    async arrange(bench) {
      const matchers = [{ name: 'remediator', value: 'pause', isRegex: false, isEqual: true }];
      const silence = { id: 's1', createdBy: 'ann', comment: 'deploying', endsAt: '2026-11-22T13:00:00Z' };
      bench.alertmanager.silences = [{ ...silence, matchers, status: { state: 'active' } }];
      await hang(bench, 'realtime');
    },
  },
  {
    gate: 'maintenance',
    when: 'a maintenance window is open',
    reason: 'maintenance',
    options: { remediator: { maintenance_windows: [{ starts: '0 0 * * *', for: '24h' }] } },
    arrange: (bench) => hang(bench, 'realtime'),
  },
  {
    gate: 'account',
    when: 'the account belongs to another organisation',
    reason: 'no_account',
    options: {
      config: { organisations: {} },
      env: { VALIDATOR_EMAIL: 'ops@other.example', VALIDATOR_PASSWORD: 'x' },
    },
    async arrange(bench) {
      bench.world.slug = 'other';
      await bench.alert(schedulePastEnd(bench.world.endSchedule(1)));
    },
  },
  {
    gate: 'inventory',
    when: 'the configuration expects no such app',
    reason: 'target_unknown',
    async arrange(bench) {
      bench.world.giveUpOn(4);
      await bench.alert(processErrored('billing-export'));
    },
  },
  {
    gate: 'attempts',
    when: 'all attempts of the episode are used',
    reason: 'attempts_exhausted',
    options: restart({ attempts: 1 }),
    async arrange(bench) {
      await repaired(bench, 'realtime');
      await hang(bench, 'realtime');
    },
  },
  {
    gate: 'cooldown',
    when: 'the last attempt was a moment ago',
    reason: 'cooldown',
    options: restart({ cooldown: '1h' }),
    async arrange(bench) {
      await repaired(bench, 'realtime');
      await hang(bench, 'realtime');
    },
  },
  {
    gate: 'undone',
    when: 'a person has put back what was repaired',
    reason: 'undone_by_person',
    options: { remediator: { actions: { deactivate_schedule: { cooldown: '1s', max_share: 1 } } } },
    async arrange(bench) {
      const labels = schedulePastEnd(bench.world.endSchedule(1));
      await bench.alert(labels);
      await bench.until(
        'it was repaired',
        async () => (await bench.remediations())[0]?.['outcome'] === 'fixed',
      );
      bench.alertmanager.resolve(labels);
      await bench.pass(120_000);
      Object.assign(bench.world.schedules.get(labels['target_id'] ?? '') ?? {}, { isActive: true });
      await bench.alert(labels);
    },
  },
  {
    gate: 'target_budget',
    when: 'the target was repaired within the hour',
    reason: 'target_budget',
    options: restart({ target_per_hour: 1 }),
    async arrange(bench) {
      await repaired(bench, 'realtime');
      await hang(bench, 'realtime');
    },
  },
  {
    gate: 'action_budget',
    when: 'the action ran on another target within the hour',
    reason: 'action_budget',
    options: restart({ per_hour: 1 }),
    async arrange(bench) {
      await repaired(bench, 'web', NEXT_WAVE_MS);
      await hang(bench, 'realtime');
    },
  },
  {
    gate: 'total_budget',
    when: 'something was done within the hour',
    reason: 'total_budget',
    options: { remediator: { budget: { per_hour: 1 } } },
    async arrange(bench) {
      await repaired(bench, 'web', NEXT_WAVE_MS);
      await hang(bench, 'realtime');
    },
  },
  {
    gate: 'command_pause',
    when: 'as many commands as are allowed were sent in a row',
    reason: 'command_pause',
    options: { remediator: { actions: { reconnect_display: { commands_in_a_row: 1, max_share: 1 } } } },
    async arrange(bench) {
      await bench.alert(displayOffline(bench.world.fleet.silence(5, 20 * MINUTE_MS)));
      await bench.until('the first command was sent', () => bench.world.acts.length === 1, 30_000);
      await bench.alert(displayOffline(bench.world.fleet.silence(6, 20 * MINUTE_MS)));
    },
  },
  {
    gate: 'population',
    when: 'the share that may be touched within an hour is used up',
    reason: 'blast_radius',
    async arrange(bench) {
      const first = schedulePastEnd(bench.world.endSchedule(1));
      await bench.alert(first);
      await bench.until('the first one was repaired', () => bench.world.acts.length === 1);
      bench.alertmanager.resolve(first);
      await bench.pass(60_000);
      await bench.alert(schedulePastEnd(bench.world.endSchedule(2)));
    },
  },
  {
    gate: 'mass_failure',
    when: 'another service is broken, too',
    reason: 'mass_failure',
    async arrange(bench) {
      bench.alertmanager.fire(serviceDown('web'), bench.clock.now(), 'suppressed');
      await hang(bench, 'realtime');
    },
  },
  {
    gate: 'lease',
    when: 'an act on the same target has not come back',
    reason: 'in_progress',
    options: restart({ execute_within: '2h' }),
    async arrange(bench) {
      bench.world.onAct = () => new Promise(() => undefined);
      await hang(bench, 'realtime');
      await bench.until('the first act began', () => bench.world.acts.length === 1);
      await bench.pass(10_000);
      await bench.alert(serviceDown('realtime'));
    },
  },
  {
    gate: 'dependencies',
    when: 'Alertmanager has it that Redis is down',
    reason: 'dependency_down',
    async arrange(bench) {
      bench.alertmanager.fire(dependencyDown('redis'), bench.clock.now(), 'suppressed');
      await hang(bench, 'realtime');
    },
  },
  {
    gate: 'dependencies',
    when: 'our own connection to the database cannot tell',
    reason: 'dependency_unknown',
    async arrange(bench) {
      bench.world.ownLooks.database = 'unknown';
      await bench.alert(schedulePastEnd(bench.world.endSchedule(1)));
    },
  },
  {
    gate: 'settling',
    when: 'the process started a moment ago',
    reason: 'settling',
    async arrange(bench) {
      const realtime = bench.world.processes[2];
      assert.ok(realtime);
      realtime.startedAt = bench.clock.now() + 3_600_000;
      await hang(bench, 'realtime');
    },
  },
  {
    gate: 'restart_storm',
    when: 'the process keeps restarting by itself',
    reason: 'restart_storm',
    async arrange(bench) {
      await bench.pass(1_000);
      const realtime = bench.world.processes[2];
      assert.ok(realtime);
      realtime.restarts += 4;
      await hang(bench, 'realtime');
    },
  },
  {
    gate: 'precondition',
    when: 'a look of our own finds no fault',
    reason: 'already_good',
    arrange: (bench) => bench.alert(serviceDown('realtime')),
  },
  {
    gate: 'preflight',
    when: "the operator's own program does not agree",
    reason: 'preflight_failed',
    options: restart({ preflight: ['/bin/sh', '-c', 'echo the disk is full; exit 1'] }),
    arrange: (bench) => hang(bench, 'realtime'),
  },
  {
    gate: 'approval',
    when: 'the policy asks a person first',
    reason: 'awaiting_approval',
    options: restart({ mode: 'approve' }),
    arrange: (bench) => hang(bench, 'realtime'),
  },
];

/** What people said is asked a last time before each write: without these gates there is an intent, and still no write. */
const guardedAgain: readonly GateName[] = ['global_stop', 'alert_active', 'paused', 'maintenance'];

/** What another has the lease on cannot be begun, whatever the gates say. */
const cannotBegin: readonly GateName[] = ['lease'];

/** The lease is still taken where it is free, since nothing can be begun without. */
function allBut(without: GateName): readonly Gate[] {
  const takesLease: Gate['ask'] = (context) => {
    context.takeLease();
    return pass('free or not');
  };
  return gates.flatMap((gate) =>
    gate.name !== without ? [gate] : without === 'lease' ? [{ ...gate, ask: takesLease }] : [],
  );
}

/** Long enough to act, too short for pauses and windows to end. */
const WHILE_MS = 20_000;

describe('invariant 7: each gate alone', () => {
  for (const { gate, when, reason, options, arrange } of scenarios) {
    it(`${gate} refuses when ${when}, and nothing else would have`, async (t) => {
      const bench = await startBench(t, options);
      await arrange(bench);
      const before = bench.world.acts.length;
      const intents = (await bench.remediations()).length;
      await bench.pass(WHILE_MS);
      const decisions = await bench.decisions();
      assert.equal(bench.world.acts.length, before, 'nothing is done');
      const last = decisions.filter(({ source }) => source === 'webhook').at(-1);
      assert.deepEqual([last?.['decision'], last?.['reason']], ['refuse', reason]);
      const asked = last?.['gates'] as { gate: string; passed: boolean }[];
      assert.deepEqual(
        asked.filter(({ passed }) => !passed).map((one) => one.gate),
        [gate],
      );

      const without = await startBench(t, { ...options, gates: allBut(gate) });
      await arrange(without);
      const isDone = () => without.world.acts.length > before;
      const isCalledOff = async () => (await without.remediations())[intents]?.['outcome'] === 'refused';
      const breaksOff = async () =>
        /^vizora_remediator_engine_errors_total [1-9]/m.test(await without.metrics());
      const isSeen = guardedAgain.includes(gate)
        ? isCalledOff
        : cannotBegin.includes(gate)
          ? breaksOff
          : isDone;
      await without.until(`without ${gate} it is done, or only a later guard keeps it`, isSeen, WHILE_MS);
    });
  }

  it('has a scenario', () => {
    assert.deepEqual(new Set(scenarios.map(({ gate }) => gate)), new Set(GATE_NAMES));
  });

  it('is listed, in the order of the names', () => {
    assert.deepEqual(
      gates.map(({ name }) => name),
      GATE_NAMES,
    );
  });
});

import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { Config } from '../../core/config/schema.ts';
import type { Pm2Process } from '../../core/pm2/process.ts';
import { actions } from '../actions/index.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Outcome } from '../outcome.ts';
import {
  ABOUT,
  askGate,
  attempted,
  HOUR,
  MINUTE,
  NOW,
  REALTIME,
  realtimeProcess,
  wordOf,
} from './ask-gate.test-support.ts';
import type { GateName } from './gate.ts';

const apps = { middleware: 'vizora-middleware', realtime: 'vizora-realtime', web: 'vizora-web' };
const { service, schedule } = ABOUT;
const display = { incident: 'display_offline', org: 'acme', target_kind: 'display', target_id: 'd1' };

interface Circumstances {
  readonly ledger?: (ledger: Ledger) => void;
  readonly labels?: Record<string, string>;
  /** Null is an Alertmanager that does not answer. */
  readonly alerts?:
    | readonly { labels: Record<string, string>; state: string; silencedBy?: string[] }[]
    | null;
  readonly silences?: null;
  /** Alertmanagers that did not answer, beside one that did. */
  readonly silent?: readonly string[];
  /** Null is a PM2 that does not answer. */
  readonly processes?: readonly Pm2Process[] | null;
  readonly population?: number | null;
  readonly askedBy?: 'timetable';
  /** What each connection of our own shows. */
  readonly own?: 'up' | 'down' | 'unknown' | null;
}

/** A healthy world, and a ledger in which nothing happened; one gate is asked. */
async function ask(t: TestContext, name: GateName, special: Circumstances = {}): Promise<string> {
  const { ledger: past, labels = {}, alerts = [], silences = [], silent = [] } = special;
  const { processes = [realtimeProcess()], population = 10, own = 'up' } = special;
  const answer = (items: readonly unknown[] | null) =>
    items === null ? { answered: false, detail: 'nobody answers' } : { answered: true, items, silent };
  const context = {
    askedBy: special.askedBy ?? 'alert',
    actions,
    toldAtMost: 500,
    alertmanagers: { alerts: async () => answer(alerts), silences: async () => answer(silences) },
    look: {
      apps,
      listProcesses: async () => ({ at: NOW, processes }),
      lookAtDependency: async () => (own === null ? null : { outcome: own, detail: '' }),
    },
    population: async () => population,
  };
  return wordOf(await askGate(t, name, { labels, context, ...(past === undefined ? {} : { past }) }));
}

describe('invariant 7: who cannot tell says no', () => {
  const asked = { labels: { ...service, remediation: 'restart_process' }, state: 'active' };
  const blind: [GateName, string, Circumstances][] = [
    ['alert_active', 'alertmanager_unreachable', { alerts: null }],
    ['paused', 'alertmanager_unreachable', { silences: null }],
    ['mass_failure', 'population_unknown', { alerts: null }],
    ['alert_active', 'alertmanager_unreachable', { alerts: [asked], silent: ['answered 500'] }],
    ['paused', 'alertmanager_unreachable', { silent: ['answered 500'] }],
    ['mass_failure', 'population_unknown', { alerts: [asked], silent: ['answered 500'] }],
    [
      'mass_failure',
      'population_unknown',
      { labels: { ...schedule, remediation: 'deactivate_schedule' }, population: null },
    ],
    ['population', 'population_unknown', { population: null }],
    ['population', 'population_unknown', { population: 0 }],
    ['settling', 'evidence_unknown', { processes: null }],
    ['restart_storm', 'evidence_unknown', { processes: null }],
    ['dependencies', 'alertmanager_unreachable', { alerts: null }],
    ['dependencies', 'dependency_unknown', { own: 'unknown' }],
  ];
  for (const [name, reason, special] of blind) {
    it(`${name} refuses with ${reason} when it is given ${JSON.stringify(special)}`, async (t) => {
      assert.equal(await ask(t, name, special), reason);
    });
  }
});

describe('the gates one by one', () => {
  it('alert_active wants the very same target, active', async (t) => {
    const labels = { ...service, remediation: 'restart_process' };
    const state = 'active';
    assert.equal(await ask(t, 'alert_active', { alerts: [{ labels, state }] }), 'passed');
    const other = { ...labels, target_id: 'web' };
    assert.equal(await ask(t, 'alert_active', { alerts: [{ labels: other, state }] }), 'alert_not_active');
    const unprocessed = [{ labels, state: 'unprocessed' }];
    assert.equal(await ask(t, 'alert_active', { alerts: unprocessed }), 'alert_not_active');
  });

  it('alert_active holds what a silence holds, also where nobody can say whose silence it is', async (t) => {
    const labels = { ...service, remediation: 'restart_process' };
    const held = { labels, state: 'suppressed', silencedBy: ['s1'], suppressedBy: ['silence s1'] };
    assert.equal(await ask(t, 'alert_active', { alerts: [held], silences: null }), 'suppressed');
    assert.equal(await ask(t, 'alert_active', { alerts: [held] }), 'suppressed');
  });

  for (const status of ['launching', 'stopping', 'waiting restart', 'one-launch-status'] as const) {
    it(`settling waits while a process is ${status}`, async (t) => {
      assert.equal(await ask(t, 'settling', { processes: [realtimeProcess({ status })] }), 'settling');
    });
  }

  it('cooldown doubles with each attempt of the episode', async (t) => {
    // Two attempts ask for 60 s after the last one was over.
    const twice = (ago: number) => (ledger: Ledger) => {
      attempted(ledger, { ago: HOUR });
      attempted(ledger, { ago: MINUTE + ago });
    };
    assert.equal(await ask(t, 'cooldown', { ledger: twice(59_000) }), 'cooldown');
    assert.equal(await ask(t, 'cooldown', { ledger: twice(60_000) }), 'passed');
  });

  it('cooldown of what is stuck is half an hour, and of what is dead its own', async (t) => {
    const ago = (ms: number) => (ledger: Ledger) => attempted(ledger, { ago: MINUTE + ms });
    const labels = { ...service, incident: 'service_stuck', remediation: 'restart_process' };
    assert.equal(await ask(t, 'cooldown', { labels, ledger: ago(30 * MINUTE - 1) }), 'cooldown');
    assert.equal(await ask(t, 'cooldown', { labels, ledger: ago(30 * MINUTE) }), 'passed');
    assert.equal(await ask(t, 'cooldown', { ledger: ago(MINUTE) }), 'passed');
  });

  const memory = {
    incident: 'process_memory_high',
    org: 'platform',
    target_kind: 'process',
    target_id: apps.realtime,
    remediation: 'reload_process',
  };

  it('settling gives time to what is to be reloaded, and not to what PM2 has given up on', async (t) => {
    const processes = [realtimeProcess({ startedAt: NOW - MINUTE })];
    assert.equal(await ask(t, 'settling', { labels: memory, processes }), 'settling');
    const errored = { ...memory, incident: 'process_errored', remediation: 'restart_process' };
    assert.equal(await ask(t, 'settling', { labels: errored, processes }), 'passed');
  });

  it('restart_storm holds a reload although it would let the first restart through', async (t) => {
    const noted = (ledger: Ledger) =>
      ledger.restartCounts.note([{ app: apps.realtime, pmId: 2, restarts: 0 }], NOW - 10 * MINUTE);
    const processes = [realtimeProcess({ restarts: 4, status: 'errored' })];
    assert.equal(
      await ask(t, 'restart_storm', { labels: memory, ledger: noted, processes }),
      'restart_storm',
    );
    assert.equal(await ask(t, 'restart_storm', { ledger: noted, processes }), 'passed');
  });

  it('alert_active asks Alertmanager for nothing that the timetable asks', async (t) => {
    assert.equal(await ask(t, 'alert_active', { alerts: null, askedBy: 'timetable' }), 'passed');
  });

  it('mass_failure of tables begins where that of schedules does, and not with two as of services', async (t) => {
    const labels = {
      ...memory,
      incident: 'vacuum_overdue',
      target_kind: 'table',
      remediation: 'vacuum_tables',
    };
    const broken = (count: number) =>
      Array.from({ length: count }, (_, n) => ({
        labels: { ...labels, target_id: `t${n}` },
        state: 'active',
      }));
    const about = { ...labels, target_id: 't0' };
    assert.equal(await ask(t, 'mass_failure', { labels: about, alerts: broken(5) }), 'passed');
    assert.equal(await ask(t, 'mass_failure', { labels: about, alerts: broken(6) }), 'mass_failure');
  });

  it('cooldown does not end because the clock was set back', async (t) => {
    assert.equal(
      await ask(t, 'cooldown', { ledger: (ledger) => attempted(ledger, { ago: -HOUR }) }),
      'cooldown',
    );
  });

  it('the budgets of a day are counted beside those of an hour', async (t) => {
    const { actions: policies, budget } = Config.parse({}).remediator;
    const many = (count: number, action: string) => (ledger: Ledger) => {
      for (let n = 0; n < count; n++) attempted(ledger, { ago: 3 * HOUR, target: `process/p${n}`, action });
    };
    const perDay = policies.restart_process.per_day;
    assert.equal(await ask(t, 'action_budget', { ledger: many(perDay, 'restart_process') }), 'action_budget');
    assert.equal(await ask(t, 'action_budget', { ledger: many(perDay - 1, 'restart_process') }), 'passed');
    assert.equal(await ask(t, 'action_budget', { ledger: many(perDay, 'another') }), 'passed');
    assert.equal(await ask(t, 'total_budget', { ledger: many(budget.per_day, 'another') }), 'total_budget');
    assert.equal(await ask(t, 'total_budget', { ledger: many(budget.per_day - 1, 'another') }), 'passed');
  });

  it('command_pause counts what was sent in a row in one organisation, and ends a pause after the last', async (t) => {
    const labels = { ...display, remediation: 'reconnect_display' };
    const SECOND = 1_000;
    /** Each was sent so many seconds ago. */
    const sent =
      (agos: readonly number[], { org = 'acme', outcome = 'not_fixed', tookMs = 0 } = {}) =>
      (ledger: Ledger) => {
        for (const [n, ago] of agos.entries()) {
          const subject = { target: `display/d${n}`, action: 'reconnect_display', org, params: {} };
          const at = NOW - ago * SECOND;
          const draft = { ...subject, incident: 'display_offline', plan: {}, evidence: {}, before: {} };
          const told = { actor: 'machine', policy_hash: null, detected_at: null, alerted_at: null };
          const episode_id = ledger.episodes.ensure(subject, at).id;
          const intended = { ...draft, ...told, episode_id, decided_at: at };
          const { id } = ledger.remediations.intend(intended, at).remediation;
          if (outcome === 'under way') continue;
          ledger.remediations.executed(id, at + tookMs, null, null);
          ledger.remediations.finish(id, outcome as Outcome, at + tookMs, { after: null, detail: '' });
        }
      };
    const asked = (ledger: (ledger: Ledger) => void) => ask(t, 'command_pause', { labels, ledger });
    const EVERY_MINUTE = [430, 370, 310, 250, 190, 130, 70, 10];
    const AT_ONCE = Array.from({ length: 8 }, () => 30);
    const cases: [string, (ledger: Ledger) => void, string][] = [
      ['eight at once', sent(AT_ONCE), 'command_pause'],
      ['eight, each within a minute of the one before', sent(EVERY_MINUTE), 'command_pause'],
      ['seven', sent(EVERY_MINUTE.slice(1)), 'passed'],
      [
        'eight with a gap of a pause',
        sent(EVERY_MINUTE.map((ago, n) => (n === 0 ? ago + 1 : ago))),
        'passed',
      ],
      ['eight, the last one 60.999 s ago', sent(AT_ONCE.map(() => 60.999)), 'command_pause'],
      ['eight, the last one 61 s ago', sent(AT_ONCE.map(() => 61)), 'passed'],
      [
        'eight that took until 60 s ago',
        sent(
          AT_ONCE.map(() => 90),
          { tookMs: 30_000 },
        ),
        'command_pause',
      ],
      [
        'eight that may be sent at any moment',
        sent(
          AT_ONCE.map(() => 300),
          { outcome: 'under way' },
        ),
        'command_pause',
      ],
      ['eight that failed', sent(AT_ONCE, { outcome: 'failed' }), 'command_pause'],
      ['eight that were called off', sent(AT_ONCE, { outcome: 'skipped' }), 'passed'],
      ['eight of another organisation', sent(AT_ONCE, { org: 'beta' }), 'passed'],
      [
        'eight that are to come, since the clock was set back',
        sent(AT_ONCE.map(() => -300)),
        'command_pause',
      ],
    ];
    for (const [what, ledger, told] of cases) assert.equal(await asked(ledger), told, what);
  });

  it('restart_storm does not count our own restarts', async (t) => {
    const noted = (ledger: Ledger) =>
      ledger.restartCounts.note([{ app: apps.realtime, pmId: 2, restarts: 0 }], NOW - 10 * MINUTE);
    const processes = [realtimeProcess({ restarts: 4 })];
    assert.equal(await ask(t, 'restart_storm', { ledger: noted, processes }), 'restart_storm');
    const withOurs = (ledger: Ledger) => {
      noted(ledger);
      attempted(ledger, { ago: 5 * MINUTE });
    };
    assert.equal(await ask(t, 'restart_storm', { ledger: withOurs, processes }), 'passed');
  });

  it('restart_storm counts each worker by itself: a reload restarts all of them', async (t) => {
    const noted = (ledger: Ledger) =>
      ledger.restartCounts.note(
        [2, 7].map((pmId) => ({ app: apps.realtime, pmId, restarts: 0 })),
        NOW - 10 * MINUTE,
      );
    const workers = (one: number, other: number) => [
      realtimeProcess({ restarts: one }),
      realtimeProcess({ restarts: other, pmId: 7 }),
    ];
    const answer = (one: number, other: number) =>
      ask(t, 'restart_storm', { ledger: noted, processes: workers(one, other) });
    assert.equal(await answer(3, 3), 'passed');
    assert.equal(await answer(0, 4), 'restart_storm');
    assert.equal(await answer(4, 0), 'restart_storm');
  });

  it('mass_failure counts what was repaired within the same wave', async (t) => {
    const labels = { ...schedule, remediation: 'deactivate_schedule' };
    const wave =
      (count: number, ago: number, incident: string = schedule.incident) =>
      (ledger: Ledger) => {
        const subject = { action: 'deactivate_schedule', org: 'acme', params: { incident } };
        for (let n = 0; n < count; n++)
          ledger.episodes.ensure({ ...subject, target: `schedule/old${n}` }, NOW - ago);
      };
    assert.equal(await ask(t, 'mass_failure', { labels, ledger: wave(5, MINUTE) }), 'mass_failure');
    assert.equal(await ask(t, 'mass_failure', { labels, ledger: wave(4, MINUTE) }), 'passed');
    assert.equal(await ask(t, 'mass_failure', { labels, ledger: wave(5, HOUR) }), 'passed');
    const ofAnother = wave(5, MINUTE, 'schedule_orphaned');
    assert.equal(await ask(t, 'mass_failure', { labels, ledger: ofAnother }), 'passed');
  });

  it('undone respects what a person took back, whatever had become of it, from that word on', async (t) => {
    const labels = { ...schedule, remediation: 'deactivate_schedule' };
    const takenBack = (ago: number, target = 'schedule/c1') => ({
      labels,
      ledger(ledger: Ledger) {
        attempted(ledger, { ago: 40 * HOUR, target, action: 'deactivate_schedule' });
        const [done] = ledger.remediations.list(null, 1);
        if (done !== undefined) ledger.undoings.intend(done, 'operator', NOW - ago);
      },
    });
    assert.equal(await ask(t, 'undone', takenBack(24 * HOUR - 1)), 'undone_by_person');
    assert.equal(await ask(t, 'undone', takenBack(24 * HOUR)), 'passed');
    assert.equal(await ask(t, 'undone', takenBack(HOUR, 'schedule/c2')), 'passed');
  });

  it('mass_failure counts a service that was repaired within ten minutes, whichever action did it', async (t) => {
    const repaired = (ago: number, action = 'restart_process', target = 'process/vizora-web') => ({
      ledger: (ledger: Ledger) => attempted(ledger, { ago, target, action }),
    });
    assert.equal(await ask(t, 'mass_failure', repaired(10 * MINUTE - 1)), 'mass_failure');
    assert.equal(await ask(t, 'mass_failure', repaired(10 * MINUTE)), 'passed');
    assert.equal(await ask(t, 'mass_failure', repaired(MINUTE, 'another')), 'mass_failure');
    assert.equal(await ask(t, 'mass_failure', repaired(MINUTE, 'restart_process', REALTIME)), 'passed');
    assert.equal(await ask(t, 'mass_failure', repaired(MINUTE, 'another', 'schedule/c9')), 'passed');
  });

  it('mass_failure takes as many as can be told one by one for many more', async (t) => {
    const labels = { ...schedule, remediation: 'deactivate_schedule' };
    const told = (count: number, org: string) =>
      Array.from({ length: count }, (_, n) => ({
        labels: { ...labels, org, target_id: `c${n}` },
        state: 'active',
      }));
    const among = (alerts: ReturnType<typeof told>) =>
      ask(t, 'mass_failure', { labels, population: 3_000, alerts });
    assert.equal(await among(told(499, 'acme')), 'passed');
    assert.equal(await among([...told(499, 'acme'), ...told(1, 'acme')]), 'passed', 'one is told twice');
    assert.equal(await among(told(500, 'acme')), 'mass_failure');
  });
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { RULE_FILES } from './alerts/index.ts';
import { type Durations, shipped } from './durations.ts';
import { loopback } from './places.ts';
import { type AlertingRule, isAlert } from './rule.ts';
import {
  type RuleCase,
  ruleCases,
  secondsOf,
  whichHold,
  withoutKnowledge,
  withRestart,
} from './rule-cases.test-support.ts';

/** Never begins and never ends. */
const ALWAYS = ['Watchdog none'];

/** That nothing is known is what these tell. */
const ABOUT_WHAT_IS_MISSING = [
  'PlatformMetricsMissing info',
  'ExporterDown critical',
  'AgentStale warning',
  'RemediatorDown critical',
  'ReconcileFailing critical',
  'Watchdog none',
];

/** What a restart of ours ends, and why that is right. */
const ENDED_BY_RESTART: Readonly<Record<string, string>> = {
  'RemediationInProgress none': 'who is away repairs nothing, and must not keep people from hearing of it',
};

/** How long an alert may wait: each has a sentence in the table of durations that says why so long. */
const WAITS = [
  'blind_for',
  'down_for',
  'grace_critical',
  'grace_warning',
  'pm2_silent_for',
  'stale_for',
  'stop_forgotten_for',
  'symptom_for',
  'trend_for',
  'undecided_for',
] as const satisfies readonly (keyof Durations)[];

/** What is told to people without waiting, and why that is right. */
const AT_ONCE: Readonly<Record<string, string>> = {
  'CertificateExpiring critical': 'a date comes nearer, and never goes back',
  'CertificateExpiring warning': 'a date comes nearer, and never goes back',
  'DirectNotificationFailing warning': 'it has happened, and is told for as long as the window is',
  'DisplayDormant info': 'its age has led to it',
  'DisplayOffline critical': 'its age has led to it',
  'ErrorBudgetBurning critical': 'its ranges are its wait',
  'ErrorBudgetBurning warning': 'its ranges are its wait',
  'ExporterStateLost warning': 'it has happened, and is told for as long as the window is',
  'JournalBroken critical': 'it is checked as a whole before it is said',
  'JournalCut critical': 'it never becomes shorter by itself',
  'LoginStopped warning': 'three logins have failed before it is said',
  'NotificationTestFailed warning': 'it was tried as a whole before it is said',
  'NotificationsFailing warning': 'Alertmanager has tried again before it counts a failure',
  'RemediationEscalated critical': 'the machine has had its time',
  'RemediationInProgress none': 'it is told to nobody, and must hold back others at once',
  'RepairTakenBack warning': 'it has happened, and is told for as long as the window is',
  'SiteDormant info': 'its age has led to it',
  'StorageHigh critical': 'a storage does not become empty by itself, and is read every quarter of an hour',
  'StorageHigh warning': 'a storage does not become empty by itself, and is read every quarter of an hour',
  'Watchdog none': 'it always fires',
};

const scratch = mkdtempSync(join(tmpdir(), 'rule-cases-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const alerts = RULE_FILES.flatMap((file) => file.groups(shipped, loopback))
  .flatMap(({ rules }) => rules)
  .filter(isAlert);
const cases = ruleCases();

/** One rule among those of its alert, such as `ServiceDown critical restart_process`. */
const nameOf = ({ alert, labels: { severity, remediation } }: Pick<AlertingRule, 'alert' | 'labels'>) =>
  [alert, severity, ...(remediation ? [remediation] : [])].join(' ');

interface Firing {
  readonly test: RuleCase;
  /** When the test expects it, in seconds, and when it expects that it does not fire. */
  readonly fires: readonly number[];
  readonly silent: readonly number[];
}

/** The tests that expect this very rule to fire, labels and texts included. */
function firingsOf(rule: AlertingRule): readonly Firing[] {
  return cases.flatMap((test) => {
    const checks = (test.alert_rule_test ?? []).filter(({ alertname }) => alertname === rule.alert);
    const isExpected = ({ exp_alerts = [] }: (typeof checks)[number]) =>
      exp_alerts.some(({ exp_labels: labels }) => nameOf({ alert: rule.alert, labels }) === nameOf(rule));
    const times = (expected: boolean) =>
      checks.filter((check) => isExpected(check) === expected).map(({ eval_time: at }) => secondsOf(at));
    const fires = times(true);
    return fires.length === 0 ? [] : [{ test, fires, silent: times(false) }];
  });
}

const without = (wanted: (firing: Firing) => boolean) =>
  alerts.filter((rule) => !firingsOf(rule).some(wanted)).map(nameOf);

/** The same change of the same test is the same test. */
function changed(test: RuleCase, how: string, change: (test: RuleCase) => RuleCase): RuleCase {
  const key = `${cases.indexOf(test)} ${how}`;
  const known = changes.get(key) ?? change(test);
  changes.set(key, known);
  return known;
}
const changes = new Map<string, RuleCase>();

const firing = ({ alert, labels: { severity, remediation = '' } }: AlertingRule) =>
  `ALERTS{alertname="${alert}", alertstate="firing", severity="${severity}", remediation="${remediation}"}`;

describe('the tests of promtool', () => {
  it('see each alert fire, with all its labels and texts', () => {
    assert.deepEqual(
      without(() => true),
      [],
    );
  });

  it('see that people do not hear of it before they must', () => {
    const early = without(({ fires, silent }) => silent.some((at) => at < Math.min(...fires)));
    const toPeople = alerts.filter(({ labels }) => labels['remediation'] === undefined).map(nameOf);
    assert.deepEqual(
      early.filter((name) => toPeople.includes(name)),
      ALWAYS,
    );
  });

  it('see the organisation on whatever people are told, since messages are grouped by it', () => {
    const told = cases.flatMap(({ alert_rule_test: checks = [] }) =>
      checks.flatMap(({ alertname, exp_alerts = [] }) =>
        exp_alerts.map(({ exp_labels: labels }) => ({ alertname, labels })),
      ),
    );
    assert.deepEqual(
      [...new Set(told.filter(({ labels }) => !labels['org']).map((it) => it.alertname))],
      ['RemediationInProgress'],
    );
  });

  it('see that it ends', () => {
    assert.deepEqual(
      without(({ fires, silent }) => silent.some((at) => at > Math.max(...fires))),
      ALWAYS,
    );
  });
});

describe('each alert', () => {
  it('is silent where nothing is known, unless that is what it tells', () => {
    const tried = alerts.flatMap((rule) => {
      const [one] = firingsOf(rule);
      if (one === undefined) return [];
      const expect = one.fires.map((at) => ({
        expr: `count(${firing(rule)})`,
        eval_time: `${at}s`,
        exp_samples: [],
      }));
      return [{ rule, test: changed(one.test, 'unknown', withoutKnowledge), expect }];
    });
    const holds = whichHold(join(scratch, 'unknown'), tried);
    assert.deepEqual(
      tried.filter((_, index) => !holds[index]).map(({ rule }) => nameOf(rule)),
      ABOUT_WHAT_IS_MISSING,
    );
  });

  it('outlasts a restart of whoever told it, unless that ends what it tells', () => {
    const candidates = (rule: AlertingRule) =>
      firingsOf(rule).flatMap(({ test, fires }) =>
        [...new Set([fires.at(-1) ?? 0, fires[0] ?? 0])].map((at) => {
          const interval = secondsOf(test.interval);
          const scrapes = interval < 15 ? 4 : 2;
          const expect = Array.from({ length: scrapes + 1 }, (_, index) => ({
            expr: `count(${firing(rule)}) > bool 0`,
            eval_time: `${at + (index + 1) * interval}s`,
            exp_samples: [{ labels: '{}', value: 1 }],
          }));
          const restarted = changed(test, `${at}`, (one) => withRestart(one, at, scrapes));
          return { test: restarted, expect };
        }),
      );
    let ended = alerts.map((rule) => ({ rule, left: candidates(rule) }));
    // One that ends soon in its test says nothing: then another may.
    for (let round = 0; ended.some(({ left }) => left[round] !== undefined); round += 1) {
      const tried = ended.flatMap(({ rule, left }) => {
        const one = left[round];
        return one === undefined ? [] : [{ rule, ...one }];
      });
      const holds = whichHold(join(scratch, `restarted-${round}`), tried);
      const outlasts = new Set(tried.filter((_, index) => holds[index]).map(({ rule }) => rule));
      ended = ended.filter(({ rule }) => !outlasts.has(rule));
    }
    assert.deepEqual(
      ended.map(({ rule }) => nameOf(rule)),
      Object.keys(ENDED_BY_RESTART),
    );
  });

  it('waits and holds only for durations that are named, and long enough to keep its age over a restart', () => {
    const marked = Object.fromEntries(
      Object.keys(shipped).map((name, index) => [name, `${1_000 + index}s`]),
    ) as unknown as Durations;
    const rules = RULE_FILES.flatMap((file) => file.groups(marked, loopback))
      .flatMap((group) => group.rules)
      .filter(isAlert);
    const names = new Map(Object.entries(marked).map(([name, value]) => [value, name]));
    const used = (key: 'for' | 'keep_firing_for') =>
      [...new Set(rules.flatMap((rule) => rule[key] ?? []).map((value) => names.get(value) ?? value))].sort();
    assert.deepEqual(used('for'), [...WAITS]);
    assert.deepEqual(used('keep_firing_for'), ['first_look_hold', 'people_hold']);
    for (const name of WAITS)
      assert.ok(secondsOf(shipped[name]) >= secondsOf(shipped.restore_grace), `${name} is forgotten`);
  });

  it('that does not wait has had its time otherwise', () => {
    const atOnce = alerts.filter(
      (rule) => rule.for === undefined && rule.labels['remediation'] === undefined,
    );
    assert.deepEqual(atOnce.map(nameOf).sort(), Object.keys(AT_ONCE).sort());
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Ledger } from '../ledger/ledger.ts';
import {
  type Attempt,
  askGate,
  attempted,
  type Circumstances,
  HOUR,
  MINUTE,
  NOW,
  REALTIME,
  realtimeProcess,
  wordOf,
} from './ask-gate.test-support.ts';
import type { GateName } from './gate.ts';
import { gates } from './index.ts';

const DAY = 24 * HOUR;
const RESTARTS = { restarts: 4 } as const;

const attempts =
  (...all: readonly Attempt[]) =>
  (ledger: Ledger) => {
    for (const one of all) attempted(ledger, one);
  };
const many = (count: number, special: (n: number) => Attempt) =>
  attempts(...Array.from({ length: count }, (_, n) => special(n)));
/** What PM2 counted some minutes ago, and what was done since. */
const counted =
  (...since: readonly Attempt[]) =>
  (ledger: Ledger) => {
    ledger.restartCounts.note([{ app: 'vizora-realtime', pmId: 2, restarts: 0 }], NOW - 10 * MINUTE);
    for (const one of since) attempted(ledger, one);
  };
const policy = (name: 'restart_process' | 'deactivate_schedule', special: Record<string, unknown>) => ({
  actions: { [name]: special },
});

const silenced = ({ state = 'active', value = 'pause' }): Circumstances => {
  const matchers = [{ name: 'remediator', value, isRegex: false, isEqual: true }];
  const silence = { id: 's1', createdBy: 'ann', comment: '', endsAt: '', matchers, status: { state } };
  const silences = async () => ({ answered: true, items: [silence], silent: [] });
  return { context: { alertmanagers: { silences } } };
};

type Case = readonly [when: string, gate: GateName, word: string, special: Circumstances];

/** Each gate just before and just beyond the point where its word changes. */
const cases: readonly Case[] = [
  ['an attempt is left', 'attempts', 'passed', { past: attempts({ ago: HOUR }) }],
  ['none is left', 'attempts', 'attempts_exhausted', { past: attempts({ ago: HOUR }, { ago: 2 * HOUR }) }],
  [
    'the last one is in progress',
    'attempts',
    'in_progress',
    { past: attempts({ ago: HOUR }, { ago: MINUTE, outcome: null }) },
  ],
  [
    'nothing was done at two of them',
    'attempts',
    'passed',
    {
      past: attempts({ ago: HOUR, outcome: 'skipped' }, { ago: HOUR, outcome: 'refused' }, { ago: 2 * HOUR }),
    },
  ],
  [
    'the one in progress is for the lease',
    'cooldown',
    'passed',
    { past: attempts({ ago: 0, outcome: null }) },
  ],
  [
    'the pause is over, and so is the episode',
    'cooldown',
    'passed',
    {
      past(ledger) {
        attempted(ledger, { ago: HOUR });
        ledger.episodes.close(ledger.episodes.openOf(REALTIME)?.id ?? 0, NOW);
      },
    },
  ],
  [
    'the pause would be longer than a day',
    'cooldown',
    'passed',
    {
      settings: policy('restart_process', { cooldown: '20h', attempts: 9 }),
      past: many(3, () => ({ ago: DAY + MINUTE })),
    },
  ],
  [
    'three were done within the hour',
    'target_budget',
    'passed',
    { past: many(3, () => ({ ago: HOUR - 1 })) },
  ],
  [
    'four were done within the hour',
    'target_budget',
    'target_budget',
    { past: many(4, () => ({ ago: HOUR - 1 })) },
  ],
  ['the hour is over', 'target_budget', 'passed', { past: many(4, () => ({ ago: HOUR })) }],
  [
    'they were done to another target',
    'target_budget',
    'passed',
    { past: many(4, () => ({ ago: MINUTE, target: 'process/vizora-web' })) },
  ],
  ['five were done within the hour', 'action_budget', 'passed', { past: many(5, () => ({ ago: HOUR - 1 })) }],
  [
    'six were done within the hour',
    'action_budget',
    'action_budget',
    { past: many(6, () => ({ ago: HOUR - 1 })) },
  ],
  ['the hour of the action is over', 'action_budget', 'passed', { past: many(6, () => ({ ago: HOUR })) }],
  ['the day of the action is over', 'action_budget', 'passed', { past: many(24, () => ({ ago: DAY })) }],
  [
    '29 of all were done within the hour',
    'total_budget',
    'passed',
    { past: many(29, () => ({ ago: HOUR - 1, action: 'another' })) },
  ],
  [
    '30 of all were done within the hour',
    'total_budget',
    'total_budget',
    { past: many(30, () => ({ ago: HOUR - 1, action: 'another' })) },
  ],
  ['the day of all is over', 'total_budget', 'passed', { past: many(100, () => ({ ago: DAY })) }],
  ['one of 10 may be touched, and it is this one', 'population', 'passed', { about: 'schedule' }],
  [
    'this one was touched before',
    'population',
    'passed',
    {
      about: 'schedule',
      past: attempts({ ago: MINUTE, target: 'schedule/c1', action: 'deactivate_schedule', org: 'acme' }),
    },
  ],
  [
    'another one was touched within the hour',
    'population',
    'blast_radius',
    {
      about: 'schedule',
      past: attempts({ ago: HOUR - 1, target: 'schedule/c2', action: 'deactivate_schedule', org: 'acme' }),
    },
  ],
  [
    'another one was touched an hour ago',
    'population',
    'passed',
    {
      about: 'schedule',
      past: attempts({ ago: HOUR, target: 'schedule/c2', action: 'deactivate_schedule', org: 'acme' }),
    },
  ],
  [
    'another one was touched in another organisation, or by another action',
    'population',
    'passed',
    {
      about: 'schedule',
      past: attempts(
        { ago: MINUTE, target: 'schedule/c2', action: 'deactivate_schedule', org: 'globex' },
        { ago: MINUTE, target: 'schedule/c3', action: 'another', org: 'acme' },
      ),
    },
  ],
  [
    'the share of a larger one allows two',
    'population',
    'passed',
    {
      about: 'schedule',
      context: { population: async () => 20 },
      past: attempts({ ago: MINUTE, target: 'schedule/c2', action: 'deactivate_schedule', org: 'acme' }),
    },
  ],
  [
    'its share falls short of two',
    'population',
    'blast_radius',
    {
      about: 'schedule',
      context: { population: async () => 19 },
      past: attempts({ ago: MINUTE, target: 'schedule/c2', action: 'deactivate_schedule', org: 'acme' }),
    },
  ],
  [
    'the floor allows more than the share',
    'population',
    'passed',
    {
      about: 'schedule',
      settings: policy('deactivate_schedule', { min_count: 2 }),
      past: attempts({ ago: MINUTE, target: 'schedule/c2', action: 'deactivate_schedule', org: 'acme' }),
    },
  ],
  [
    'it was repaired within a day',
    'undone',
    'undone_by_person',
    { about: 'schedule', past: attempts({ ago: DAY - 1, target: 'schedule/c1', outcome: 'fixed' }) },
  ],
  [
    'it was repaired a day ago',
    'undone',
    'passed',
    { about: 'schedule', past: attempts({ ago: DAY, target: 'schedule/c1', outcome: 'fixed' }) },
  ],
  [
    'what was tried did not help',
    'undone',
    'passed',
    { about: 'schedule', past: attempts({ ago: MINUTE, target: 'schedule/c1' }) },
  ],
  [
    'what it repairs cannot be put back',
    'undone',
    'passed',
    { past: attempts({ ago: MINUTE, outcome: 'fixed' }) },
  ],
  [
    'it started 90 s ago',
    'settling',
    'passed',
    { processes: [realtimeProcess({ startedAt: NOW - 90_000 })] },
  ],
  [
    'one of its processes started less than 90 s ago',
    'settling',
    'settling',
    { processes: [realtimeProcess(), realtimeProcess({ startedAt: NOW - 89_999 })] },
  ],
  [
    'PM2 has given up on what it started a moment ago',
    'settling',
    'passed',
    { processes: [realtimeProcess({ startedAt: NOW, status: 'errored' })] },
  ],
  [
    'nobody knows when it started',
    'settling',
    'passed',
    { processes: [realtimeProcess({ startedAt: null })] },
  ],
  [
    'another app started a moment ago, or is starting',
    'settling',
    'passed',
    {
      processes: [
        realtimeProcess({ name: 'vizora-web', startedAt: NOW }),
        realtimeProcess({ name: 'vizora-web', status: 'launching' }),
      ],
    },
  ],
  [
    'PM2 has given up on the process that is asked about',
    'settling',
    'passed',
    {
      labels: { incident: 'process_errored', target_kind: 'process', target_id: 'vizora-realtime' },
      processes: [realtimeProcess({ startedAt: NOW })],
    },
  ],
  ['PM2 has no process of it', 'settling', 'passed', { processes: [] }],
  [
    'nobody could look it up',
    'inventory',
    'inventory_unreadable',
    { context: { exists: async () => ({ found: null, saw: 'no answer' }) } },
  ],
  [
    'it must be left alone although it is broken',
    'precondition',
    'stopped_by_person',
    {
      context: {
        sight: async () => ({
          finding: { verdict: 'bad', detail: 'it is down' },
          objection: { reason: 'stopped_by_person', saw: 'PM2 has it as stopped' },
        }),
      },
    },
  ],
  [
    'our own look could not tell',
    'precondition',
    'evidence_unknown',
    { context: { sight: async () => ({ finding: { verdict: 'unknown', reason: 'source_down' } }) } },
  ],
  ['a silence on all repair is over', 'paused', 'passed', silenced({ state: 'expired' })],
  ['a silence on all repair has yet to begin', 'paused', 'passed', silenced({ state: 'pending' })],
  ['a silence is about something else', 'paused', 'passed', silenced({ value: 'other' })],
  ['a silence on all repair is in force', 'paused', 'paused', silenced({})],
  ['the target is no process', 'settling', 'passed', { about: 'schedule', processes: [] }],
  ['the target is no process', 'restart_storm', 'passed', { about: 'schedule', processes: [] }],
  [
    'it restarted three times',
    'restart_storm',
    'passed',
    { past: counted(), processes: [realtimeProcess({ restarts: 3 })] },
  ],
  [
    'it restarted four times',
    'restart_storm',
    'restart_storm',
    { past: counted(), processes: [realtimeProcess(RESTARTS)] },
  ],
  [
    'two of five were ours',
    'restart_storm',
    'passed',
    { past: counted({ ago: MINUTE, steps: 2 }), processes: [realtimeProcess({ restarts: 5 })] },
  ],
  [
    'ours were of another app',
    'restart_storm',
    'restart_storm',
    {
      past: counted({ ago: MINUTE, steps: 2, target: 'process/vizora-web' }),
      processes: [realtimeProcess(RESTARTS)],
    },
  ],
  [
    'another app restarted',
    'restart_storm',
    'passed',
    {
      past: counted(),
      processes: [realtimeProcess(), realtimeProcess({ name: 'vizora-web', restarts: 9 })],
    },
  ],
  [
    'PM2 gave up after it, and nothing was tried',
    'restart_storm',
    'passed',
    { past: counted(), processes: [realtimeProcess({ ...RESTARTS, status: 'errored' })] },
  ],
  [
    'PM2 gave up on one of two after it, and what was decided before led to nothing',
    'restart_storm',
    'passed',
    {
      past(ledger) {
        counted()(ledger);
        const subject = { action: 'restart_process', org: 'platform', params: {} };
        ledger.episodes.ensure({ ...subject, target: REALTIME }, NOW);
      },
      processes: [realtimeProcess({ ...RESTARTS, status: 'errored' }), realtimeProcess({ pmId: 3 })],
    },
  ],
  [
    'two of five were ours, since the last look before the time that counts',
    'restart_storm',
    'passed',
    {
      past(ledger) {
        const count = { app: 'vizora-realtime', pmId: 2, restarts: 0 };
        ledger.restartCounts.note([count], NOW - 20 * MINUTE);
        attempted(ledger, { ago: 17 * MINUTE, steps: 2 });
      },
      processes: [realtimeProcess({ restarts: 5 })],
    },
  ],
  [
    'PM2 gave up after it once more, after an attempt of ours',
    'restart_storm',
    'restart_storm',
    {
      past: counted({ ago: MINUTE }),
      processes: [realtimeProcess({ restarts: 5, status: 'errored' })],
    },
  ],
];

describe('the boundaries of gates', () => {
  for (const [when, gate, word, special] of cases) {
    it(`${gate} says ${word} when ${when}`, async (t) => {
      assert.equal(wordOf(await askGate(t, gate, special)), word);
    });
  }

  const until = (minutes: number) => ({ source: 'announced', reason: 'work', until: NOW + minutes * MINUTE });
  const later: readonly (readonly [gate: GateName, againIn: number, special: Circumstances])[] = [
    ['cooldown', 1_000, { past: attempts({ ago: MINUTE + 29_000 }) }],
    ['maintenance', 30 * MINUTE, { context: { maintenance: () => [until(10), until(30), until(20)] } }],
    ['settling', 30_000, { processes: [realtimeProcess({ startedAt: NOW - MINUTE })] }],
    ['settling', 10_000, { processes: [realtimeProcess({ status: 'launching' })] }],
    [
      'account',
      60_000,
      {
        about: 'schedule',
        context: { accounts: { standing: async () => ({ usable: 'not_now', saw: '' }) } },
      },
    ],
    [
      'precondition',
      15_000,
      { context: { sight: async () => ({ finding: { verdict: 'unknown', reason: 'source_down' } }) } },
    ],
  ];
  for (const [gate, againIn, special] of later) {
    it(`${gate} wants to be asked again in ${againIn / 1_000} s`, async (t) => {
      const answer = await askGate(t, gate, special);
      assert.deepEqual([answer.passed, 'againIn' in answer && answer.againIn], [false, againIn]);
    });
  }

  it('precondition takes a look that breaks off for one that cannot tell', async (t) => {
    const sight = () => Promise.reject(new Error('the platform does not answer'));
    assert.deepEqual(await askGate(t, 'precondition', { context: { sight } }), {
      passed: false,
      reason: 'evidence_unknown',
      saw: 'the platform does not answer',
      againIn: 15_000,
    });
  });

  it('the account that writes is needed only where something may be written', async (t) => {
    for (const [mode, expected] of [
      ['act', true],
      ['observe', false],
    ] as const) {
      const asked: boolean[] = [];
      const standing = async (_org: string, acting: boolean) => {
        asked.push(acting);
        return { usable: 'yes', saw: '' };
      };
      await askGate(t, 'account', {
        about: 'schedule',
        settings: { mode },
        context: { accounts: { standing } },
      });
      assert.deepEqual(asked, [expected]);
    }
  });

  it('what may change while evidence is taken is asked about again just before the act', () => {
    assert.deepEqual(
      gates.filter(({ askedAgain }) => askedAgain).map(({ name }) => name),
      [
        'global_stop',
        'alert_active',
        'paused',
        'maintenance',
        'attempts',
        'cooldown',
        'undone',
        'target_budget',
        'action_budget',
        'total_budget',
        'command_pause',
        'population',
        'mass_failure',
        'dependencies',
        'approval',
      ],
    );
  });
});

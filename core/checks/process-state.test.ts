import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pm2Process, Pm2Sample, Pm2Status } from '../pm2/process.ts';
import type { Finding } from '../verdict.ts';
import { processErrored, processMissing, processStopped } from './process-state.ts';

const MAX_AGE = 37_500;
const NOW = 1_000_000;
const WEB = { name: 'vizora-web', pmId: 3 };

const web = (status: Pm2Status, special: Partial<Pm2Process> = {}): Pm2Process => ({
  ...WEB,
  pid: status === 'online' ? 4711 : 0,
  status,
  execMode: 'fork',
  restarts: 16,
  unstableRestarts: 0,
  startedAt: null,
  memoryBytes: null,
  memoryLimitBytes: null,
  cron: false,
  logFiles: [],
  ...special,
});

/** Lists 15 s apart, the newest of them now; null is a daemon that did not answer. */
const lists = (...all: (Pm2Process[] | null)[]): Pm2Sample[] =>
  all.map((processes, i) => ({ at: NOW - (all.length - 1 - i) * 15_000, processes }));

const errored = (samples: Pm2Sample[]) => processErrored(samples, WEB, NOW, MAX_AGE);
const stopped = (samples: Pm2Sample[]) => processStopped(samples, WEB, NOW, MAX_AGE);
const missing = (samples: Pm2Sample[]) => processMissing(samples, WEB.name, NOW, MAX_AGE);

const cases: readonly [string, Finding, Finding['verdict']][] = [
  ['errored when two lists agree on it', errored(lists([web('errored')], [web('errored')])), 'bad'],
  ['not errored when two lists show it online', errored(lists([web('online')], [web('online')])), 'good'],
  ['unknown after a single list', errored(lists([web('errored')])), 'unknown'],
  ['unknown when the lists disagree', errored(lists([web('online')], [web('errored')])), 'unknown'],
  ['unknown when PM2 did not answer last', errored(lists([web('errored')], null)), 'unknown'],
  ['unknown when PM2 did not answer before', errored(lists(null, [web('errored')])), 'unknown'],
  [
    'judged on the last two lists only',
    errored(lists([web('online')], [web('errored')], [web('errored')])),
    'bad',
  ],
  ['stopped when two lists agree on it', stopped(lists([web('stopped')], [web('stopped')])), 'bad'],
  ['not stopped while it runs', stopped(lists([web('online')], [web('online')])), 'good'],
  [
    'not stopped when it is a cron app that rests',
    stopped(lists([web('stopped', { cron: true })], [web('stopped', { cron: true })])),
    'good',
  ],
  ['unknown as to stopped when PM2 did not answer', stopped(lists(null, null)), 'unknown'],
  ['missing when two lists do not have it', missing(lists([], [])), 'bad'],
  ['not missing, whatever its status', missing(lists([web('errored')], [web('stopped')])), 'good'],
  ['not missing because the daemon is silent', missing(lists(null, null)), 'unknown'],
];

for (const [name, finding, verdict] of cases) {
  test(`a process is ${name}`, () => {
    assert.equal(finding.verdict, verdict);
  });
}

test('lists at their maximum age still count, and one millisecond later they do not', () => {
  const samples = lists([web('errored')], [web('errored')]);
  assert.equal(processErrored(samples, WEB, NOW + MAX_AGE, MAX_AGE).verdict, 'bad');
  assert.deepEqual(processErrored(samples, WEB, NOW + MAX_AGE + 1, MAX_AGE), {
    verdict: 'unknown',
    reason: 'samples_too_old',
  });
});

test('another app under the same id is not the process that was asked for', () => {
  const reused = web('errored', { name: 'something-else' });
  assert.equal(errored(lists([reused], [reused])).verdict, 'good');
});

test('unknown when the clock was set back behind the newest list', () => {
  const before = lists([web('online')], [web('online')]).map((list) => ({ ...list, at: NOW + MAX_AGE + 1 }));
  assert.equal(errored(before).verdict, 'unknown');
});

import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { lookAt, type Seen } from './dependency-look.test-support.ts';
import { serviceStuck } from './service-stuck.ts';

const MAX_AGE = 75_000;
const AFTER = 120_000;
const NOW = 1_000_000;

/** Looks 30 s apart, the newest of them now. */
const looks = (...seen: Seen[]) => seen.map((look, i) => lookAt(NOW - (seen.length - 1 - i) * 30_000, look));
const times = (count: number, seen: Seen): Seen[] => Array.from({ length: count }, () => seen);
const judge = (...seen: Seen[]) => serviceStuck(looks(...seen), NOW, MAX_AGE, AFTER);

const stuck: Seen = { realtime: 'unready', named: { database: 'up', redis: 'down' } };
const stuckOnBoth: Seen = { realtime: 'unready', named: { database: 'down', redis: 'down' } };

describe('realtime', () => {
  const cases: [what: string, seen: Seen[], verdict: string, detail: RegExp][] = [
    ['is ready', [{}], 'good', /^$/],
    ['has been stuck for two minutes', times(5, stuck), 'bad', /for want of redis/],
    ['has been stuck for one look less', [{}, ...times(4, stuck)], 'unknown', /for want of redis/],
    ['has lost both, which are well', times(5, stuckOnBoth), 'bad', /database and redis/],
    ['is ready again after long', [...times(5, stuck), {}], 'good', /^$/],
    ['was ready once in between', [stuck, stuck, {}, stuck, stuck, stuck], 'unknown', /for want of redis/],
    ['has lost what is really down', times(5, { ...stuck, redis: 'down' }), 'good', /redis itself is down/],
    [
      'has just lost what is really down',
      [{}, ...times(2, { ...stuck, redis: 'down' })],
      'unknown',
      /redis itself is down/,
    ],
    [
      'has lost both, and one of them is really down',
      times(5, { ...stuckOnBoth, database: 'down' }),
      'good',
      /database itself is down/,
    ],
    [
      'lost what was down until a minute ago',
      [...times(4, { ...stuck, redis: 'down' }), ...times(3, stuck)],
      'unknown',
      /for want of redis/,
    ],
    ['has lost what we have no connection to', times(5, { ...stuck, redis: null }), 'unknown', /configured/],
    [
      'has lost what our own connection cannot tell of',
      times(5, { ...stuck, redis: 'unknown' }),
      'unknown',
      /own is unknown/,
    ],
    [
      'was not told well by our own connection once in between',
      [...times(3, stuck), { ...stuck, redis: 'unknown' }, ...times(3, stuck)],
      'unknown',
      /for want of redis/,
    ],
    ['is not ready and names nothing', times(5, { realtime: 'unready' }), 'unknown', /names nothing/],
    ['is dead', times(5, { ...stuck, realtime: 'dead' }), 'unknown', /says dead/],
    ['could not be asked', times(5, { realtime: 'unknown' }), 'unknown', /says unknown/],
    ['is well while the middleware is not ready', times(5, { middleware: 'unready' }), 'good', /^$/],
  ];
  for (const [what, seen, verdict, detail] of cases) {
    it(`is ${verdict} when it ${what}`, () => {
      const finding = judge(...seen);
      assert.equal(finding.verdict, verdict);
      assert.match(finding.detail ?? '', detail);
    });
  }
});

test('is bad from the very moment on at which it has been stuck for long enough', () => {
  const after = (ms: number) => {
    const samples = [0, 60_000, ms].map((at) => lookAt(NOW - ms + at, stuck));
    return serviceStuck(samples, NOW, MAX_AGE, AFTER);
  };
  assert.equal(after(AFTER - 1).verdict, 'unknown');
  const finding = after(AFTER);
  assert.equal(finding.verdict, 'bad');
  assert.equal(finding.verdict === 'bad' && finding.since, NOW - AFTER);
});

test('a time in which nobody looked does not count', () => {
  const apart = (gap: number) =>
    serviceStuck([lookAt(NOW - gap, stuck), lookAt(NOW, stuck)], NOW, MAX_AGE, MAX_AGE).verdict;
  assert.equal(apart(MAX_AGE), 'bad');
  assert.equal(apart(MAX_AGE + 1), 'unknown');
});

test('looks at their maximum age still count, and one millisecond later they do not', () => {
  const samples = looks(...times(5, stuck));
  assert.equal(serviceStuck(samples, NOW + MAX_AGE, MAX_AGE, AFTER).verdict, 'bad');
  const late = serviceStuck(samples, NOW + MAX_AGE + 1, MAX_AGE, AFTER);
  assert.deepEqual(late, { verdict: 'unknown', reason: 'samples_too_old' });
});

test('unknown before the first look', () => {
  assert.equal(serviceStuck([], NOW, MAX_AGE, AFTER).verdict, 'unknown');
});

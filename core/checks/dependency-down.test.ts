import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import type { DependencyName } from '../target.ts';
import { dependencyDown } from './dependency-down.ts';
import { lookAt, type Seen } from './dependency-look.test-support.ts';

const MAX_AGE = 75_000;
const NOW = 1_000_000;

/** Looks 30 s apart, the newest of them now. */
const looks = (...seen: Seen[]) => seen.map((look, i) => lookAt(NOW - (seen.length - 1 - i) * 30_000, look));
const thrice = (seen: Seen) => looks(seen, seen, seen);
const verdict = (name: DependencyName, seen: Seen) => dependencyDown(name, thrice(seen), NOW, MAX_AGE);

const databaseGone: Seen = {
  middleware: 'unready',
  realtime: 'unready',
  named: { database: 'down', redis: 'up' },
};
const redisGone: Seen = {
  middleware: 'unready',
  realtime: 'unready',
  named: { database: 'up', redis: 'down' },
};
const nothingNamed = { realtime: 'dead', named: {} } as const;
const nothingOwn = { database: null, redis: null, storage: null } as const;

describe('what three looks in a row make of a dependency', () => {
  const cases: [what: string, name: DependencyName, seen: Seen, verdict: string, detail: RegExp][] = [
    ['all is well', 'database', {}, 'good', /^$/],
    ['services and we have lost it', 'database', { ...databaseGone, database: 'down' }, 'bad', /own is down/],
    ['the other one is lost', 'redis', { ...databaseGone, database: 'down' }, 'good', /^$/],
    [
      'realtime has lost what our own connection reaches',
      'redis',
      { realtime: 'unready', named: { redis: 'down' } },
      'good',
      /^$/,
    ],
    ['both services have lost what our own connection reaches', 'redis', redisGone, 'good', /^$/],
    [
      'only we do not reach it',
      'database',
      { database: 'down' },
      'unknown',
      /realtime reaches database, our own connection does not: own is down/,
    ],
    [
      'only we do not reach it, and realtime is dead while the middleware is ready',
      'redis',
      { ...nothingNamed, redis: 'down' },
      'unknown',
      /the middleware reaches redis/,
    ],
    [
      'realtime and we do not reach it while the middleware is ready',
      'redis',
      { realtime: 'unready', named: { redis: 'down' }, redis: 'down' },
      'bad',
      /own is down/,
    ],
    [
      'we do not reach it and no service can tell',
      'database',
      { middleware: 'dead', ...nothingNamed, database: 'down' },
      'bad',
      /own is down/,
    ],
    [
      'we do not reach it while the middleware is not ready',
      'database',
      { middleware: 'unready', ...nothingNamed, database: 'down' },
      'bad',
      /own is down/,
    ],
    [
      'realtime names it and we have no connection',
      'redis',
      { ...redisGone, redis: null },
      'bad',
      /realtime/,
    ],
    [
      'realtime names it and ours cannot tell',
      'redis',
      { ...redisGone, redis: 'unknown' },
      'bad',
      /realtime/,
    ],
    [
      'realtime names it, we have no connection, and the middleware is ready',
      'redis',
      { realtime: 'unready', named: { redis: 'down' }, redis: null },
      'bad',
      /while the middleware is ready/,
    ],
    ['realtime reaches it and we have no connection', 'redis', { redis: null }, 'good', /^$/],
    [
      'the middleware is ready and nobody else tells',
      'database',
      { ...nothingNamed, database: null },
      'good',
      /^$/,
    ],
    [
      'the middleware is not ready and nobody tells of it',
      'database',
      { middleware: 'unready', ...nothingNamed, database: null },
      'unknown',
      /nobody tells whether database answers/,
    ],
    [
      'the middleware is dead and nobody tells of it',
      'redis',
      { middleware: 'dead', ...nothingNamed, redis: null },
      'unknown',
      /nobody tells/,
    ],
    [
      'the storage fails and the middleware is not ready',
      'storage',
      { middleware: 'unready', storage: 'down' },
      'bad',
      /own is down/,
    ],
    [
      'the storage fails for us while the middleware is ready',
      'storage',
      { storage: 'down' },
      'unknown',
      /the middleware reaches storage/,
    ],
    ['the storage answers', 'storage', { middleware: 'unready' }, 'good', /^$/],
    ['the middleware is ready', 'undisclosed', {}, 'good', /^$/],
    [
      'the middleware is not ready while all of our own connections are good',
      'undisclosed',
      { middleware: 'unready' },
      'bad',
      /does not say why: says unready/,
    ],
    [
      'the middleware is not ready, and realtime has lost what our own connection reaches',
      'undisclosed',
      redisGone,
      'bad',
      /does not say why/,
    ],
    [
      'the middleware is not ready and nobody can tell anything',
      'undisclosed',
      { middleware: 'unready', ...nothingNamed, ...nothingOwn },
      'bad',
      /does not say why/,
    ],
    [
      'the middleware is not ready and realtime names the database',
      'undisclosed',
      { ...databaseGone, ...nothingOwn },
      'good',
      /^$/,
    ],
    [
      'the middleware is not ready and the storage fails',
      'undisclosed',
      { middleware: 'unready', storage: 'down' },
      'good',
      /^$/,
    ],
    ['the middleware is dead', 'undisclosed', { middleware: 'dead' }, 'unknown', /says dead/],
    [
      'the middleware refused to be asked',
      'undisclosed',
      { middleware: 'unknown' },
      'unknown',
      /says unknown/,
    ],
  ];
  for (const [what, name, seen, expected, detail] of cases) {
    it(`${name} is ${expected} when ${what}`, () => {
      const finding = verdict(name, seen);
      assert.equal(finding.verdict, expected);
      assert.match(finding.detail ?? '', detail);
    });
  }
});

const lost: Seen = { ...databaseGone, database: 'down' };

test('two looks in a row are not enough, and the third tells since when', () => {
  const database = (...seen: Seen[]) => dependencyDown('database', looks(...seen), NOW, MAX_AGE);
  assert.equal(database({}, lost, lost).verdict, 'unknown');
  assert.deepEqual(database({}, lost, lost, lost), {
    verdict: 'bad',
    detail: 'own is down',
    since: NOW - 60_000,
  });
});

test('one good look is enough to be good again', () => {
  assert.equal(dependencyDown('database', looks(lost, lost, lost, {}), NOW, MAX_AGE).verdict, 'good');
});

test('a middleware that takes a moment to come back is not a fault that it hides', () => {
  const recovering = looks(lost, lost, lost, { middleware: 'unready' });
  assert.equal(dependencyDown('database', recovering, NOW, MAX_AGE).verdict, 'good');
  assert.equal(dependencyDown('undisclosed', recovering, NOW, MAX_AGE).verdict, 'unknown');
});

test('what only we do not reach says why it is unknown', () => {
  const finding = verdict('database', { database: 'down' });
  assert.equal(finding.verdict === 'unknown' && finding.reason, 'samples_disagree');
});

test('looks at their maximum age still count, and one millisecond later they do not', () => {
  assert.equal(dependencyDown('database', thrice(lost), NOW + MAX_AGE, MAX_AGE).verdict, 'bad');
  assert.deepEqual(dependencyDown('database', thrice(lost), NOW + MAX_AGE + 1, MAX_AGE), {
    verdict: 'unknown',
    reason: 'samples_too_old',
  });
});

test('unknown before the first look', () => {
  assert.equal(dependencyDown('redis', [], NOW, MAX_AGE).verdict, 'unknown');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ProbeSample, serviceDown } from './service-down.ts';

const MAX_AGE = 75_000;
const NOW = 1_000_000;

/** Looks 30 s apart, the newest of them now. */
const looks = (...outcomes: ProbeSample['outcome'][]): ProbeSample[] =>
  outcomes.map((outcome, i) => ({
    at: NOW - (outcomes.length - 1 - i) * 30_000,
    outcome,
    detail: `look ${i + 1}`,
  }));

const cases = [
  ['unknown before the first look', looks(), 'unknown'],
  ['good when the newest look succeeded', looks('down', 'down', 'up'), 'good'],
  ['unknown after one failed look', looks('up', 'up', 'down'), 'unknown'],
  ['unknown after two failed looks', looks('up', 'down', 'down'), 'unknown'],
  ['bad after three failed looks in a row', looks('up', 'down', 'down', 'down'), 'bad'],
  ['unknown when there are only two looks, both failed', looks('down', 'down'), 'unknown'],
  ['unknown when a look in between could not tell', looks('down', 'down', 'unknown', 'down'), 'unknown'],
  ['unknown when the newest look could not tell', looks('down', 'down', 'down', 'unknown'), 'unknown'],
] as const;

for (const [name, samples, verdict] of cases) {
  test(`a service is ${name}`, () => {
    assert.equal(serviceDown(samples, NOW, MAX_AGE).verdict, verdict);
  });
}

test('looks at their maximum age still count, and one millisecond later they do not', () => {
  const samples = looks('down', 'down', 'down');
  assert.equal(serviceDown(samples, NOW + MAX_AGE, MAX_AGE).verdict, 'bad');
  assert.deepEqual(serviceDown(samples, NOW + MAX_AGE + 1, MAX_AGE), {
    verdict: 'unknown',
    reason: 'samples_too_old',
  });
});

test('a dead service tells since when: from the first of the three looks', () => {
  const finding = serviceDown(looks('down', 'down', 'down', 'down'), NOW, MAX_AGE);
  assert.deepEqual(finding, { verdict: 'bad', detail: 'look 4', since: NOW - 60_000 });
});

test('unknown when the clock was set back behind the newest look', () => {
  const before = looks('up').map((look) => ({ ...look, at: NOW + MAX_AGE + 1 }));
  assert.equal(serviceDown(before, NOW, MAX_AGE).verdict, 'unknown');
});

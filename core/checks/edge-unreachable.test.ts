import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { edgeUnreachable } from './edge-unreachable.ts';
import type { LookSample } from './failed-looks.ts';

const MAX_AGE = 75_000;
const NOW = 1_000_000;

/** Looks 30 s apart, the newest of them now. */
const looks = (...outcomes: LookSample['outcome'][]): LookSample[] =>
  outcomes.map((outcome, i) => ({
    at: NOW - (outcomes.length - 1 - i) * 30_000,
    outcome,
    detail: `look ${i + 1}`,
  }));
const judge = (edge: LookSample[], ...backing: LookSample[][]) =>
  edgeUnreachable(edge, backing, NOW, MAX_AGE);

const wellBehind = looks('up', 'up', 'up');

describe('a public address', () => {
  const cases: [what: string, finding: ReturnType<typeof judge>, verdict: string][] = [
    ['failed three times over a good service', judge(looks('down', 'down', 'down'), wellBehind), 'bad'],
    ['failed twice', judge(looks('up', 'down', 'down'), wellBehind), 'unknown'],
    ['answers', judge(looks('down', 'down', 'up'), wellBehind), 'good'],
    ['could not be asked', judge(looks('down', 'down', 'unknown'), wellBehind), 'unknown'],
    [
      'fails while the service is down',
      judge(looks('down', 'down', 'down'), looks('up', 'up', 'down')),
      'unknown',
    ],
    [
      'failed while the service was down for a while',
      judge(looks('down', 'down', 'down'), looks('up', 'down', 'up')),
      'unknown',
    ],
    [
      'began to fail while the service was still down',
      judge(looks('down', 'down', 'down'), looks('down', 'up', 'up')),
      'unknown',
    ],
    [
      'began to fail after the service was back',
      judge(looks('down', 'down', 'down'), looks('down', 'up', 'up', 'up')),
      'bad',
    ],
    [
      'fails while one of several looks behind it does',
      judge(looks('down', 'down', 'down'), wellBehind, looks('up', 'up', 'down')),
      'unknown',
    ],
    [
      'fails while what is behind it could not be asked',
      judge(looks('down', 'down', 'down'), looks('up', 'unknown', 'up')),
      'unknown',
    ],
    ['answers while the service is down', judge(looks('up'), looks('down')), 'unknown'],
    ['fails while nobody looked behind it', judge(looks('down', 'down', 'down'), []), 'unknown'],
    ['was not looked at yet', judge([], wellBehind), 'unknown'],
  ];
  for (const [what, finding, verdict] of cases) {
    it(`is ${verdict} when it ${what}`, () => {
      assert.equal(finding.verdict, verdict);
    });
  }
});

test('a service that was first looked at a moment after the address is known well enough', () => {
  const moment = wellBehind.map((look) => ({ ...look, at: look.at + 40 }));
  assert.equal(judge(looks('down', 'down', 'down'), moment).verdict, 'bad');
});

test('tells since when, and why it leaves it open', () => {
  assert.deepEqual(judge(looks('down', 'down', 'down'), wellBehind), {
    verdict: 'bad',
    detail: 'look 3',
    since: NOW - 60_000,
  });
  assert.deepEqual(judge(looks('down', 'down', 'down'), looks('down')), {
    verdict: 'unknown',
    reason: 'source_down',
    detail: 'the service on loopback: look 1',
  });
});

test('looks at their maximum age still count, and one millisecond later they do not', () => {
  const edge = looks('down', 'down', 'down');
  const later = (ms: number) => edgeUnreachable(edge, [wellBehind], NOW + ms, MAX_AGE).verdict;
  assert.equal(later(MAX_AGE), 'bad');
  assert.equal(later(MAX_AGE + 1), 'unknown');
  const old = wellBehind.map((look) => ({ ...look, at: look.at - MAX_AGE - 1 }));
  assert.equal(judge(edge, old).verdict, 'unknown');
});

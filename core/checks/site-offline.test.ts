import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DisplayState } from './display-state.ts';
import { siteOffline } from './site-offline.ts';

const NOW = 1_000;
const WEEK = 7 * 86_400_000;

const heard: DisplayState = { kind: 'heard', heartbeat: 900 };
const silent = (heartbeat = 100): DisplayState => ({ kind: 'silent', heartbeat });
const dormant = silent(100 - WEEK - 1);
const unknown: DisplayState = { kind: 'unknown', detail: 'no date' };
const uncounted: DisplayState[] = [{ kind: 'disabled' }, { kind: 'pairing' }, { kind: 'never_seen' }];

const cases = [
  ['bad when all of its three displays are silent', [silent(), silent(), silent()], 'bad'],
  ['good with two displays, which make no place', [silent(), silent()], 'good'],
  ['good while one is heard', [silent(), silent(), silent(), heard], 'good'],
  ['good while one is heard, whatever others are', [silent(), silent(), unknown, heard], 'good'],
  ['unknown when of one it is not known', [silent(), silent(), silent(), unknown], 'unknown'],
  ['unknown when one of three is not known', [silent(), silent(), unknown], 'unknown'],
  ['good with two displays, one of them not known', [silent(), unknown], 'good'],
  ['bad beside displays that do not count', [silent(), silent(), silent(), ...uncounted], 'bad'],
  ['good when only those that do not count make it a place', [silent(), silent(), ...uncounted], 'good'],
  ['good without displays', [], 'good'],
  ['good with one that fell silent beside two dormant ones', [dormant, dormant, silent()], 'good'],
  ['bad with three that fell silent beside dormant ones', [dormant, silent(), silent(), silent()], 'bad'],
  [
    'unknown with two and one not known beside dormant ones',
    [dormant, silent(), silent(), unknown],
    'unknown',
  ],
  ['good with one and one not known beside dormant ones', [dormant, dormant, silent(), unknown], 'good'],
] as const satisfies readonly (readonly [string, DisplayState[], string])[];

for (const [name, states, verdict] of cases) {
  test(`a place is ${name}`, () => assert.equal(siteOffline(states, 3, NOW).verdict, verdict));
}

test('a silent place tells since when: from the last heartbeat of the last display on', () => {
  assert.deepEqual(siteOffline([silent(100), silent(300), silent(200)], 3, NOW), {
    verdict: 'bad',
    detail: 'none of 3 displays is heard of',
    since: 300,
  });
});

test('a display counts for its place when it was silent for a week at most as the last one fell silent', () => {
  const beside = (heartbeat: number) => siteOffline([silent(heartbeat), silent(), silent()], 3, NOW).verdict;
  assert.equal(beside(100 - WEEK), 'bad');
  assert.equal(beside(100 - WEEK - 1), 'good');
});

test('a place whose displays fell silent in different months is dormant once the last one is, and not before', () => {
  const months = [silent(100 - 20 * WEEK), silent(100 - 10 * WEEK), silent(100)];
  assert.equal(siteOffline(months, 3, 100 + WEEK).verdict, 'good');
  const finding = siteOffline(months, 3, 101 + WEEK);
  assert.equal(finding.verdict === 'bad' && finding.since, 100);
});

test('an outage of a week does not end while its displays become dormant one after the other', () => {
  const together = [silent(100), silent(200), silent(300)];
  for (let now = WEEK; now <= WEEK + 400; now += 50) {
    assert.equal(siteOffline(together, 3, now).verdict, 'bad', `${now}`);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DisplayState } from './display-state.ts';
import { siteOffline } from './site-offline.ts';

const heard: DisplayState = { kind: 'heard', heartbeat: 900 };
const silent = (heartbeat = 100): DisplayState => ({ kind: 'silent', heartbeat });
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
] as const satisfies readonly (readonly [string, DisplayState[], string])[];

for (const [name, states, verdict] of cases) {
  test(`a place is ${name}`, () => assert.equal(siteOffline(states, 3).verdict, verdict));
}

test('a silent place tells since when: from the last heartbeat of the last display on', () => {
  assert.deepEqual(siteOffline([silent(100), silent(300), silent(200)], 3), {
    verdict: 'bad',
    detail: 'none of 3 displays is heard of',
    since: 300,
  });
});

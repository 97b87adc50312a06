import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displayOffline } from './display-offline.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const AFTER = 150_000;
const judged = (special: object) =>
  displayOffline(
    {
      status: 'offline',
      isDisabled: false,
      pairedAt: '2026-01-01T00:00:00.000Z',
      unpairedAt: null,
      lastHeartbeat: new Date(NOW - AFTER - 1).toISOString(),
      ...special,
    },
    { from: NOW, to: NOW },
    AFTER,
  );

const cases = [
  ['bad once it has been silent for too long', {}, 'bad'],
  ['good up to then', { lastHeartbeat: new Date(NOW - AFTER).toISOString() }, 'good'],
  ['good when it is disabled', { isDisabled: true }, 'good'],
  ['good while it is being paired', { status: 'pairing' }, 'good'],
  ['good when it was never seen', { lastHeartbeat: null }, 'good'],
  ['unknown when its heartbeat cannot be read', { lastHeartbeat: '?' }, 'unknown'],
  [
    'unknown when its heartbeat is to come',
    { lastHeartbeat: new Date(NOW + 60_001).toISOString() },
    'unknown',
  ],
] as const;

for (const [name, special, verdict] of cases) {
  test(`a display is ${name}`, () => assert.equal(judged(special).verdict, verdict));
}

test('a silent display tells since when: from its last heartbeat on', () => {
  assert.deepEqual(judged({}), {
    verdict: 'bad',
    detail: 'last heard of at 2026-03-01T11:57:29.999Z',
    since: NOW - AFTER - 1,
  });
});

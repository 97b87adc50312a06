import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displayState, type HeardDisplay } from './display-state.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const AFTER = 150_000;
const iso = (ms: number) => new Date(ms).toISOString();
const paired: HeardDisplay = {
  status: 'online',
  isDisabled: false,
  pairedAt: iso(NOW - 86_400_000),
  unpairedAt: null,
  lastHeartbeat: iso(NOW),
};

const kindOf = (special: Partial<HeardDisplay>, read = { from: NOW, to: NOW }) =>
  displayState({ ...paired, ...special }, read, AFTER).kind;
const ago = (ms: number) => ({ lastHeartbeat: iso(NOW - ms) });

const cases = [
  ['heard at once', {}, 'heard'],
  ['heard at the very end of its patience', ago(AFTER), 'heard'],
  ['silent a millisecond later', ago(AFTER + 1), 'silent'],
  ['silent although its status still says online', { ...ago(AFTER + 1), status: 'online' }, 'silent'],
  ['heard although its status says offline, as after a clean disconnect', { status: 'offline' }, 'heard'],
  ['disabled before anything else', { ...ago(AFTER + 1), isDisabled: true, status: 'pairing' }, 'disabled'],
  ['pairing by its status', { status: 'pairing' }, 'pairing'],
  ['pairing once it was unpaired', { unpairedAt: iso(NOW - 1) }, 'pairing'],
  [
    'pairing when it was unpaired and no pairing is known',
    { unpairedAt: iso(NOW), pairedAt: null },
    'pairing',
  ],
  ['heard when it was paired again', { unpairedAt: iso(NOW - 2 * 86_400_000) }, 'heard'],
  ['heard when the date of its pairing is missing', { pairedAt: null }, 'heard'],
  ['never seen without a heartbeat', { lastHeartbeat: null }, 'never_seen'],
  ['unknown when its heartbeat is no date', { lastHeartbeat: 'just now' }, 'unknown'],
  ['heard when its clock is a minute ahead', ago(-60_000), 'heard'],
  ['unknown when that is more than a minute', ago(-60_001), 'unknown'],
] as const;

for (const [name, special, kind] of cases) {
  test(`a display is ${name}`, () => assert.equal(kindOf(special), kind));
}

test('what went on while a long list was read is neither silence nor the future', () => {
  const read = { from: NOW - 300_000, to: NOW };
  assert.equal(kindOf(ago(300_000 + AFTER), read), 'heard');
  assert.equal(kindOf(ago(300_000 + AFTER + 1), read), 'silent');
  assert.equal(kindOf(ago(0), read), 'heard');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backupStale, type NewestBackup } from './backup-stale.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-03-01T12:00:00Z');
const AFTER = 24 * HOUR;

/** The newest was written so long ago. */
const judge = (age: number, checksum: NewestBackup['checksum'] = 'absent', sizeBytes = 1) =>
  backupStale({ newest: { name: 'db.dump', sizeBytes, at: NOW - age }, checksum }, AFTER, NOW);

const cases = [
  ['good as old as it may be', judge(AFTER), 'good'],
  ['bad one millisecond later', judge(AFTER + 1), 'bad'],
  ['bad when there is none', backupStale({ newest: null, checksum: 'absent' }, AFTER, NOW), 'bad'],
  ['good when its checksum fits', judge(HOUR, 'verified'), 'good'],
  ['bad when its checksum does not fit, however young it is', judge(HOUR, 'mismatched'), 'bad'],
  ['bad when it is too old, although its checksum fits', judge(AFTER + 1, 'verified'), 'bad'],
  ['unknown while its checksum is being compared', judge(HOUR, 'pending'), 'unknown'],
  ['unknown when it cannot be compared', judge(HOUR, 'unreadable'), 'unknown'],
  ['bad when it is too old, whatever the checksum will say', judge(AFTER + 1, 'pending'), 'bad'],
  ['good when its clock is ahead by a little', judge(-10 * 60_000), 'good'],
  ['bad when it is empty, two minutes after it was written last', judge(120_000, 'absent', 0), 'bad'],
  ['bad when it is empty, although its checksum fits', judge(HOUR, 'verified', 0), 'bad'],
  ['unknown when it is empty and may still be written', judge(119_999, 'absent', 0), 'unknown'],
  ['unknown when its time is yet to come', judge(-10 * 60_000 - 1), 'unknown'],
] as const;

for (const [name, finding, verdict] of cases) {
  test(`a backup is ${name}`, () => assert.equal(finding.verdict, verdict));
}

test('a backup that is too old tells since when, and one that is broken tells that', () => {
  assert.deepEqual(judge(30 * HOUR), {
    verdict: 'bad',
    detail: 'the newest is db.dump, written at 2026-02-28T06:00:00.000Z',
    since: NOW - 6 * HOUR,
  });
  const broken = judge(HOUR, 'mismatched');
  assert.match(broken.detail ?? '', /is not what its checksum says/);
});

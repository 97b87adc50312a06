import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { backupFamilies } from './backup-families.ts';
import { logFamilies } from './log-families.ts';
import type { Backups, Snapshot } from './snapshot.ts';

type Found = NonNullable<Backups['reading']['value']>;

const place = (special: Partial<Found> = {}): Backups => ({
  place: 'directory',
  reading: {
    at: 1,
    value: {
      newest: { name: 'b.dump', sizeBytes: 900, at: 1_772_366_400_000 },
      before: [],
      checksum: 'verified',
      ...special,
    },
  },
});
const lines = (backups: Snapshot['backups']) => backupFamilies(backups).flatMap((family) => family.lines);

describe('the metrics of backups', () => {
  it('are those of the newest of each place', () => {
    const unread: Backups = { place: 's3', reading: { at: 1, value: null, detail: 'refused' } };
    assert.deepEqual(lines([place(), unread]), [
      'vizora_backup_timestamp_seconds{place="directory"} 1772366400',
      'vizora_backup_size_bytes{place="directory"} 900',
      'vizora_backup_checksum_verified{place="directory"} 1',
    ]);
  });

  it('say whether a checksum fits only where that is known', () => {
    const verified = (checksum: Found['checksum']) => lines([place({ checksum })])[2];
    assert.match(verified('mismatched') ?? '', / 0$/);
    for (const checksum of ['absent', 'pending', 'unreadable'] as const) {
      assert.equal(verified(checksum), undefined, checksum);
    }
  });

  it('are none where there is no backup, and where none is configured', () => {
    assert.deepEqual(lines([place({ newest: null, checksum: 'absent' })]), []);
    assert.deepEqual(lines(null), []);
  });
});

describe('the metrics of logs', () => {
  it('are the bytes of each app, where they can be told', () => {
    const logs = {
      at: 1,
      value: [
        { app: 'web', bytes: 0 },
        { app: 'api', bytes: null },
      ],
    };
    assert.deepEqual(logFamilies(logs)[0]?.lines, ['vizora_log_bytes{app="web"} 0']);
    assert.deepEqual(logFamilies({ at: 1, value: null, detail: '' })[0]?.lines, []);
    assert.deepEqual(logFamilies(null)[0]?.lines, []);
  });
});

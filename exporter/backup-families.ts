import type { Family } from '../core/metrics/family.ts';
import { family, type Sample } from './platform-families.ts';
import type { Backups, Snapshot } from './snapshot.ts';

/** The newest backup of each place, as it was found the last time; nothing about a place that cannot be read. */
export function backupFamilies(backups: Snapshot['backups']): Family[] {
  const each = (value: (found: NonNullable<Backups['reading']['value']>) => number | null): Sample[] =>
    (backups ?? []).flatMap(({ place, reading }): Sample[] => {
      const number = reading.value === null ? null : value(reading.value);
      return number === null ? [] : [[{ place }, number]];
    });
  return [
    family(
      'vizora_backup_timestamp_seconds',
      'Unix time at which the newest backup was written; no series if there is none.',
      each(({ newest }) => (newest === null ? null : newest.at / 1_000)),
    ),
    family(
      'vizora_backup_size_bytes',
      'Size of the newest backup; no series if there is none.',
      each(({ newest }) => newest?.sizeBytes ?? null),
    ),
    family(
      'vizora_backup_checksum_verified',
      '1 if the newest backup fits its checksum, 0 if not; no series without one, or while it is compared.',
      each(({ checksum }) => CHECKED[checksum] ?? null),
    ),
  ];
}

const CHECKED: Readonly<Record<string, number>> = { verified: 1, mismatched: 0 };

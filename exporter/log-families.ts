import type { Family } from '../core/metrics/family.ts';
import { family, type Sample } from './platform-families.ts';
import type { Snapshot } from './snapshot.ts';

/** The logs that PM2 writes, as they were the last time. @param reading null before the first */
export function logFamilies(reading: Snapshot['logs'] | null): Family[] {
  return [
    family(
      'vizora_log_bytes',
      'Size of the logs that PM2 writes for the app, rotated ones aside; no series where it cannot be told.',
      (reading?.value ?? []).flatMap(({ app, bytes }): Sample[] =>
        bytes === null ? [] : [[{ app }, bytes]],
      ),
    ),
  ];
}

import { type Family, sampleLine } from '../core/metrics/family.ts';
import { family, type Sample } from './platform-families.ts';
import type { Snapshot } from './snapshot.ts';

const EVICTED = 'vizora_redis_evicted_keys_total';

/** How Redis was the last time; nothing about it while it cannot be read. */
export function redisFamilies(reading: Snapshot['redis']): Family[] {
  const status = reading?.value ?? null;
  const one = (value: number | null | undefined): Sample[] =>
    value === null || value === undefined ? [] : [[{}, value]];
  return [
    family(
      'vizora_redis_up',
      '1 if Redis could be read the last time, 0 if not; no series where none is configured.',
      reading === null ? [] : [[{}, Number(status !== null)]],
    ),
    family('vizora_redis_memory_used_bytes', 'Memory that Redis uses.', one(status?.memoryUsedBytes)),
    family(
      'vizora_redis_memory_max_bytes',
      'Memory that Redis may use; no series where nothing limits it.',
      one(status?.memoryMaxBytes),
    ),
    family('vizora_redis_connected_clients', 'Clients connected to Redis.', one(status?.connectedClients)),
    family(
      'vizora_redis_keys',
      'Keys in the database of Redis that is configured; no series where our user may not count them.',
      one(status?.keys),
    ),
    {
      name: EVICTED,
      help: 'Keys that Redis has thrown away to stay within its memory, since it was started.',
      type: 'counter',
      lines: status === null ? [] : [sampleLine(EVICTED, {}, status.evictedKeys)],
    },
  ];
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { redisFamilies } from './redis-families.ts';
import type { Snapshot } from './snapshot.ts';

const status = {
  version: '7.0.15',
  role: 'master',
  memoryUsedBytes: 1_000,
  memoryMaxBytes: 4_000,
  connectedClients: 3,
  evictedKeys: 5,
  keys: 7,
} as const;
const lines = (of: Snapshot['redis']) => redisFamilies(of).flatMap((family) => family.lines);

describe('the metrics of Redis', () => {
  it('are what was read, the evictions as a counter', () => {
    assert.deepEqual(lines({ at: 1, value: status }), [
      'vizora_redis_up 1',
      'vizora_redis_memory_used_bytes 1000',
      'vizora_redis_memory_max_bytes 4000',
      'vizora_redis_connected_clients 3',
      'vizora_redis_keys 7',
      'vizora_redis_evicted_keys_total 5',
    ]);
    const counters = redisFamilies({ at: 1, value: status }).filter(({ type }) => type === 'counter');
    assert.deepEqual(
      counters.map(({ name }) => name),
      ['vizora_redis_evicted_keys_total'],
    );
  });

  it('hold no limit where there is none, and no keys where our user may not count them', () => {
    const seen = lines({ at: 1, value: { ...status, memoryMaxBytes: null, keys: null } }).join('\n');
    assert.doesNotMatch(seen, /max_bytes|redis_keys/);
  });

  it('are only that it is down while it cannot be read, and none where none is configured', () => {
    assert.deepEqual(lines({ at: 1, value: null, kind: 'timeout', detail: '' }), ['vizora_redis_up 0']);
    assert.deepEqual(lines(null), []);
  });
});

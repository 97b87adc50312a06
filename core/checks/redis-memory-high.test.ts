import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redisMemoryHigh } from './redis-memory-high.ts';

const judge = (memoryUsedBytes: number, memoryMaxBytes: number | null = 1_000) =>
  redisMemoryHigh({ memoryUsedBytes, memoryMaxBytes }, 0.9);

const cases = [
  ['good below the share', judge(899), 'good'],
  ['bad from the share on', judge(900), 'bad'],
  ['bad above its limit, which it may pass for a while', judge(1_100), 'bad'],
  ['unknown without a limit, however much it uses', judge(10_000_000_000, null), 'unknown'],
] as const;

for (const [name, finding, verdict] of cases) {
  test(`the memory of Redis is ${name}`, () => assert.equal(finding.verdict, verdict));
}

test('memory that is nearly used up is told as a share', () => {
  assert.deepEqual(judge(954), { verdict: 'bad', detail: '95 % of 1000 bytes are used' });
});

import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import fc from 'fast-check';
import { type MemorySample, processMemoryHigh } from './process-memory-high.ts';

const MAX_AGE = 37_500;
const NOW = 2_000_000;
const LIMIT = 1_000;
const thresholds = { ratio: 0.85, within: 600_000 };
const WEB = { name: 'vizora-web', pmId: 3 };

type Process = NonNullable<MemorySample['processes']>[number];
const web = (memoryBytes: number | null, special: Partial<Process> = {}): Process => ({
  ...WEB,
  status: 'online',
  memoryBytes,
  memoryLimitBytes: LIMIT,
  ...special,
});

/** Lists 15 s apart, the newest of them now; null is a daemon that did not answer. */
const lists = (...all: (Process[] | null)[]): MemorySample[] =>
  all.map((processes, i) => ({ at: NOW - (all.length - 1 - i) * 15_000, processes }));
const times = (count: number, list: Process[] | null) => Array.from({ length: count }, () => list);
const judge = (samples: MemorySample[]) => processMemoryHigh(samples, WEB, thresholds, NOW, MAX_AGE);

const high = [web(850)];
const low = [web(849)];

describe('a process', () => {
  const cases: [what: string, samples: MemorySample[], verdict: string][] = [
    ['was high for the whole time', lists(...times(41, high)), 'bad'],
    ['was high for all but one sample of it', lists(low, ...times(40, high)), 'unknown'],
    ['is below the ratio', lists(...times(41, high), low), 'good'],
    ['was below it once in between', lists(...times(20, high), low, ...times(20, high)), 'unknown'],
    ['is high in the only sample there is', lists(high), 'unknown'],
    ['does not run', lists(...times(41, high), [web(null, { status: 'stopped' })]), 'good'],
    ['was given up', lists(...times(41, high), [web(null, { status: 'errored' })]), 'good'],
    ['is being stopped', lists(...times(41, high), [web(null, { status: 'stopping' })]), 'unknown'],
    ['tells no memory', lists(...times(41, high), [web(null)]), 'unknown'],
    ['has no limit any more', lists(...times(41, high), [web(850, { memoryLimitBytes: null })]), 'unknown'],
    ['is gone', lists(...times(41, high), []), 'good'],
    ['was not told of now', lists(...times(41, high), null), 'unknown'],
    ['was not told of once in between', lists(...times(20, high), null, ...times(20, high)), 'bad'],
    ['was not measured once in between', lists(...times(20, high), [web(null)], ...times(20, high)), 'bad'],
    [
      'did not run once in between',
      lists(...times(20, high), [web(null, { status: 'launching' })], ...times(20, high)),
      'unknown',
    ],
    ['was not in the list once in between', lists(...times(20, high), [], ...times(20, high)), 'unknown'],
    [
      'was not told of for long in between',
      lists(...times(30, high), null, null, ...times(30, high)),
      'unknown',
    ],
    ['has a namesake that is high', lists(...times(41, [web(10), web(990, { pmId: 4 })])), 'good'],
    ['has another app under its number', lists(...times(41, [web(990, { name: 'other' })])), 'good'],
    ['was not looked at yet', [], 'unknown'],
  ];
  for (const [what, samples, verdict] of cases) {
    it(`is ${verdict} when it ${what}`, () => {
      assert.equal(judge(samples).verdict, verdict);
    });
  }
});

test('at the ratio is as bad as above it', () => {
  assert.equal(judge(lists(...times(41, [web(850)]))).verdict, 'bad');
  assert.equal(judge(lists(...times(41, [web(849.9)]))).verdict, 'good');
});

test('a stricter ratio is the same question asked again', () => {
  const samples = lists(...times(41, [web(900)]));
  const strict = processMemoryHigh(samples, WEB, { ...thresholds, ratio: 0.95 }, NOW, MAX_AGE);
  assert.deepEqual([judge(samples).verdict, strict.verdict], ['bad', 'good']);
});

test('the time must be covered to the millisecond, and says since when', () => {
  const over = (ms: number) => {
    const ats = Array.from({ length: 41 }, (_, i) => Math.max(NOW - ms, NOW - i * 15_000)).reverse();
    return judge(ats.map((at) => ({ at, processes: high })));
  };
  assert.equal(over(599_999).verdict, 'unknown');
  assert.deepEqual(over(600_000), {
    verdict: 'bad',
    detail: '85 % of the memory that PM2 allows it',
    since: NOW - 600_000,
  });
});

test('lists at their maximum age still count, and one millisecond later they do not', () => {
  const samples = lists(...times(41, high));
  assert.equal(processMemoryHigh(samples, WEB, thresholds, NOW + MAX_AGE, MAX_AGE).verdict, 'bad');
  const late = processMemoryHigh(samples, WEB, thresholds, NOW + MAX_AGE + 1, MAX_AGE);
  assert.deepEqual(late, { verdict: 'unknown', reason: 'samples_too_old' });
});

test('is bad exactly when every sample of the time is high and the samples cover it', () => {
  const memory = fc.integer({ min: 700, max: 1_000 });
  fc.assert(
    fc.property(fc.array(memory, { minLength: 1, maxLength: 60 }), fc.nat(20), (values, highTail) => {
      const all = [...values, ...Array.from({ length: highTail * 3 }, () => 900)];
      const samples = lists(...all.map((bytes) => [web(bytes)]));
      const ofTheTime = samples.filter(({ at }) => at >= NOW - thresholds.within);
      const covered = (samples[0]?.at ?? NOW) <= NOW - thresholds.within;
      const isHigh = ({ processes }: MemorySample) => (processes?.[0]?.memoryBytes ?? 0) >= 850;
      const newestIsHigh = samples.slice(-1).every(isHigh);
      const expected = !newestIsHigh ? 'good' : covered && ofTheTime.every(isHigh) ? 'bad' : 'unknown';
      assert.equal(judge(samples).verdict, expected);
    }),
  );
});

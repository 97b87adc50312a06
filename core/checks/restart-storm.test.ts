import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import fc from 'fast-check';
import {
  type CountedProcess,
  MOST_OWN_RESTARTS,
  type OwnRestart,
  type RestartSample,
  restartStorm,
} from './restart-storm.ts';

const MAX_AGE = 37_500;
const MINUTE = 60_000;
const NOW = 100 * MINUTE;
const WINDOW = 15 * MINUTE;
const thresholds = { moreThan: 3, within: WINDOW };
const nobody: readonly OwnRestart[] = [];

const web = (restarts: number, special: Partial<CountedProcess> = {}): CountedProcess => ({
  name: 'web',
  pmId: 3,
  restarts,
  // Started lately, so that it does not vouch for the time before.
  startedAt: NOW - 1,
  cron: false,
  ...special,
});

/** Lists a minute apart, the newest of them now; null is a daemon that did not answer. */
const lists = (...all: (CountedProcess[] | null)[]): RestartSample[] =>
  all.map((processes, i) => ({ at: NOW - (all.length - 1 - i) * MINUTE, processes }));
/** The same, beginning with the time in question. */
const whole = (...last: CountedProcess[][]) => {
  const first = last[0] ?? [];
  return lists(...Array.from({ length: 16 - last.length }, () => first), ...last);
};
const judge = (samples: RestartSample[], ours: readonly OwnRestart[] | null = nobody) =>
  restartStorm(samples, 'web', ours, thresholds, NOW, MAX_AGE);
const restarted = (count: number, at = NOW - MINUTE, app = 'web', pmId = 3): OwnRestart[] =>
  Array.from({ length: count }, () => ({ app, pmId, at }));

const workers = (count: number, restarts: number) =>
  Array.from({ length: count }, (_, pmId) => web(restarts, { pmId }));

describe('an app', () => {
  const cases: [what: string, samples: RestartSample[], verdict: string][] = [
    ['restarted four times', whole([web(10)], [web(14)]), 'bad'],
    ['restarted three times', whole([web(10)], [web(13)]), 'good'],
    ['restarted a little at a time', whole([web(10)], [web(12)], [web(13)], [web(14)]), 'bad'],
    ['was reset and restarted four times since', whole([web(10)], [web(4)]), 'bad'],
    ['was reset and restarted three times since', whole([web(10)], [web(3)]), 'good'],
    ['restarted, was reset, and restarted again', whole([web(10)], [web(12)], [web(2)]), 'bad'],
    [
      'has two workers that restarted three times each',
      whole([web(1), web(5, { pmId: 4 })], [web(4), web(8, { pmId: 4 })]),
      'good',
    ],
    [
      'has two workers of which one restarted four times',
      whole([web(1), web(5, { pmId: 4 })], [web(1), web(9, { pmId: 4 })]),
      'bad',
    ],
    ['was reloaded once, with its eight workers', whole(workers(8, 1), workers(8, 2)), 'good'],
    ['has eight workers that restart all the time', whole(workers(8, 1), workers(8, 5)), 'bad'],
    ['has a new worker with a high count', whole([web(1)], [web(1), web(50, { pmId: 9 })]), 'good'],
    [
      'has a new worker that goes on to restart',
      whole([web(1)], [web(1), web(50, { pmId: 9 })], [web(1), web(54, { pmId: 9 })]),
      'bad',
    ],
    ['was restarted by its timetable', whole([web(10, { cron: true })], [web(20, { cron: true })]), 'good'],
    ['is gone', whole([web(10)], [web(20)], []), 'good'],
    ['has a restless neighbour', whole([web(1)], [web(1), web(9, { name: 'other', pmId: 5 })]), 'good'],
    ['was not looked at yet', [], 'unknown'],
  ];
  for (const [what, samples, verdict] of cases) {
    it(`is ${verdict} when it ${what}`, () => {
      assert.equal(judge(samples).verdict, verdict);
    });
  }

  it('is unknown while PM2 does not answer, and bad again when it tells that it went on', () => {
    const before = whole([web(10)], [web(14)]);
    assert.equal(judge([...before.slice(1), { at: NOW, processes: null }]).verdict, 'unknown');
    const gap = lists(
      ...Array.from({ length: 10 }, () => [web(10)]),
      ...Array.from({ length: 8 }, () => null),
    );
    assert.equal(judge([...gap.slice(0, -1), { at: NOW, processes: [web(14)] }]).verdict, 'bad');
  });

  it('says how many, and since when the first of them was noticed', () => {
    const calm = web(1, { pmId: 4 });
    assert.deepEqual(judge(whole([calm, web(10)], [calm, web(12)], [calm, web(14)])), {
      verdict: 'bad',
      detail: '4 restarts of its own within 15 min',
      since: NOW - MINUTE,
    });
  });
});

describe('with too little history, an app', () => {
  it('is bad when it has already restarted more often than that', () => {
    assert.equal(judge(lists([web(10)], [web(14)])).verdict, 'bad');
  });

  it('is unknown when it restarted before, and nobody knows when', () => {
    const finding = judge(lists([web(10)], [web(11)]));
    assert.equal(finding.verdict === 'unknown' && finding.reason, 'too_few_samples');
  });

  it('is good when its counter alone is not enough', () => {
    assert.equal(judge(lists([web(2)], [web(3)])).verdict, 'good');
    assert.equal(judge(lists([web(3)], [web(4)])).verdict, 'unknown');
  });

  it('is good when it has run for all the time in question', () => {
    const started = (minutesAgo: number) =>
      judge(lists([web(10, { startedAt: NOW - minutesAgo * MINUTE })])).verdict;
    assert.equal(started(15), 'good');
    assert.equal(started(14.999), 'unknown');
  });

  it('becomes good with the first sample that makes the time whole', () => {
    const all = lists(...Array.from({ length: 16 }, () => [web(10)]));
    assert.equal(judge(all.slice(1)).verdict, 'unknown');
    assert.equal(judge(all).verdict, 'good');
  });

  it('is not judged by what was counted over a longer time', () => {
    const long = { at: NOW - WINDOW - MAX_AGE, processes: [web(10)] };
    const now = { at: NOW, processes: [web(14)] };
    assert.equal(judge([long, now]).verdict, 'bad');
    assert.equal(judge([{ ...long, at: long.at - 1 }, now]).verdict, 'unknown');
  });
});

describe('restarts of our own', () => {
  it('are not counted', () => {
    assert.equal(judge(whole([web(10)], [web(14)]), restarted(1)).verdict, 'good');
    assert.equal(judge(whole([web(10)], [web(15)]), restarted(1)).verdict, 'bad');
  });

  it('count for their own app and their own time only', () => {
    const storm = whole([web(10)], [web(14)]);
    assert.equal(judge(storm, restarted(1, NOW - MINUTE, 'other')).verdict, 'bad');
    assert.equal(judge(storm, restarted(1, NOW - WINDOW)).verdict, 'good');
    assert.equal(judge(storm, restarted(1, NOW - WINDOW - 1)).verdict, 'bad');
  });

  it('that nobody tells of leave it open, unless they could make no difference', () => {
    const byCount = (count: number) => judge(whole([web(10)], [web(10 + count)]), null);
    assert.equal(byCount(3).verdict, 'good');
    for (const count of [4, 3 + MOST_OWN_RESTARTS]) {
      const finding = byCount(count);
      assert.equal(finding.verdict === 'unknown' && finding.reason, 'source_down');
    }
    assert.equal(byCount(4 + MOST_OWN_RESTARTS).verdict, 'bad');
  });

  it('that nobody tells of may be as many for each worker', () => {
    const byCount = (count: number) => judge(whole(workers(2, 0), workers(2, count)), null).verdict;
    assert.equal(byCount(3 + MOST_OWN_RESTARTS), 'unknown');
    assert.equal(byCount(4 + MOST_OWN_RESTARTS), 'bad');
  });

  it('count for their own worker only', () => {
    const both = whole([web(0), web(0, { pmId: 4 })], [web(1), web(4, { pmId: 4 })]);
    assert.equal(judge(both, restarted(1)).verdict, 'bad');
    assert.equal(judge(both, restarted(1, NOW - MINUTE, 'web', 4)).verdict, 'good');
  });
});

test('lists at their maximum age still count, and one millisecond later they do not', () => {
  const samples = whole([web(10)], [web(14)]);
  assert.equal(restartStorm(samples, 'web', nobody, thresholds, NOW + MAX_AGE, MAX_AGE).verdict, 'bad');
  const late = restartStorm(samples, 'web', nobody, thresholds, NOW + MAX_AGE + 1, MAX_AGE);
  assert.deepEqual(late, { verdict: 'unknown', reason: 'samples_too_old' });
});

const RUNS = 2_000;

describe('an app that we restarted', () => {
  // It crashed again and again until PM2 gave it up; then we started it.
  const crashed = [web(0)];
  const given = [web(16, { startedAt: null })];
  const ours = restarted(1, NOW - 4 * MINUTE + 20_000);

  it('is in no storm any more once it stays up', () => {
    const samples = whole(crashed, given, [web(17)], [web(17)], [web(17)], [web(17)]);
    assert.equal(judge(samples, nobody).verdict, 'bad');
    assert.equal(judge(samples, ours).verdict, 'good');
  });

  it('is in one again when it keeps dying after it', () => {
    const samples = whole(crashed, given, [web(17)], [web(19)], [web(21)], [web(22)]);
    assert.deepEqual(
      [judge(samples, ours).verdict, judge(samples, ours).detail],
      ['bad', '5 restarts of its own within 15 min'],
    );
  });
});

/** What happens to a process within a minute: restarts by itself or by us, or a reset of its counter. */
const minute = fc.record({
  own: fc.integer({ min: 0, max: 2 }),
  ours: fc.integer({ min: 0, max: 1 }),
  reset: fc.boolean(),
});
type Minute = { own: number; ours: number; reset: boolean };

/**
 * A world that knows everything: the lists that PM2 would give, and what really happened within the time in question,
 * and since our last restart in it.
 */
function simulate(minutes: readonly Minute[], seenFrom: number) {
  const ours: OwnRestart[] = [];
  const samples: RestartSample[] = [];
  let count = 5;
  let startedAt = 0;
  const truth = { within: 0, sinceOurs: 0 };
  minutes.forEach(({ own, ours: byUs, reset }, i) => {
    const at = NOW - (minutes.length - 1 - i) * MINUTE;
    if (reset) count = 0;
    count += own + byUs;
    if (own + byUs > 0) startedAt = at;
    // Decided before it is counted.
    for (let n = 0; n < byUs; n += 1) ours.push({ app: 'web', pmId: 3, at: at - 1 });
    if (at > NOW - WINDOW) {
      truth.within += own;
      truth.sinceOurs = own + (byUs > 0 ? 0 : truth.sinceOurs);
    }
    if (i >= seenFrom) samples.push({ at, processes: [web(count, { startedAt })] });
  });
  return { samples, ours, truth };
}

/** Lists are a minute apart here, so that one that is older than that is too old. */
const judgeByTheMinute = (samples: RestartSample[], ours: readonly OwnRestart[] | null) =>
  restartStorm(samples, 'web', ours, thresholds, NOW, MINUTE + 1);

test('never calls a storm what is none, and never good what is one, however little was seen of it', () => {
  fc.assert(
    fc.property(
      fc.array(minute, { minLength: 2, maxLength: 30, size: 'max' }),
      fc.nat(28),
      fc.boolean(),
      (minutes, from, told) => {
        // A reset is a person's doing, and would hide what was before it from whoever comes later; and of ours the
        // policy allows only so many.
        let left: number = told ? minutes.length : MOST_OWN_RESTARTS;
        const calm = minutes.map(({ own, ours }) => {
          const allowed = Math.min(ours, left);
          left -= allowed;
          return { own, ours: allowed, reset: false };
        });
        const { samples, ours, truth } = simulate(calm, Math.min(from, calm.length - 1));
        const { verdict } = judgeByTheMinute(samples, told ? ours : null);
        const restarts = told ? truth.sinceOurs : truth.within;
        if (verdict === 'bad') assert.ok(restarts > thresholds.moreThan);
        if (verdict === 'good') assert.ok(restarts <= thresholds.moreThan);
      },
    ),
    { numRuns: RUNS },
  );
});

test('with all of the time seen and told, it is exactly what happened, resets or not', () => {
  fc.assert(
    fc.property(fc.array(minute, { minLength: 16, maxLength: 30, size: 'max' }), (minutes) => {
      // A reset that is made up for within the minute cannot be seen.
      const visible = minutes.map((m) => (m.reset ? { own: 0, ours: 0, reset: true } : m));
      const { samples, ours, truth } = simulate(visible, 0);
      const { verdict } = judgeByTheMinute(samples, ours);
      assert.equal(verdict, truth.sinceOurs > thresholds.moreThan ? 'bad' : 'good');
    }),
    { numRuns: RUNS },
  );
});

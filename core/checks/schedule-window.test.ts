import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type ScheduleWindow,
  type Span,
  spansOfWeek,
  spansOverlap,
  type WallTime,
  windowCovers,
} from './schedule-window.ts';

const WEEK = 10_080;
const at = (minuteOfWeek: number): WallTime => ({
  weekday: Math.floor(minuteOfWeek / 1_440),
  minute: minuteOfWeek % 1_440,
});
const EVERY_MINUTE = Array.from({ length: WEEK }, (_, minute) => minute);

/** Slow and plain: walks through each window minute by minute, from each day on which one begins. */
function minutesOf({ startTime, endTime, daysOfWeek }: ScheduleWindow): ReadonlySet<number> {
  const covered = new Set<number>();
  for (const day of daysOfWeek) {
    const wholeDay = startTime === null || endTime === null || startTime === endTime;
    let minute = wholeDay ? 0 : startTime;
    const length = wholeDay ? 1_440 : (endTime - startTime + 1_440) % 1_440;
    for (let passed = 0; passed < length; passed += 1, minute += 1)
      covered.add((day * 1_440 + minute) % WEEK);
  }
  return covered;
}

const coveredBy = (window: ScheduleWindow) =>
  new Set(EVERY_MINUTE.filter((minute) => windowCovers(window, at(minute))));
const minutesIn = (spans: readonly Span[]) =>
  new Set(spans.flatMap(({ from, to }) => EVERY_MINUTE.slice(from, to)));

const minuteOfDay = fc.option(fc.integer({ min: 0, max: 1_439 }));
const days = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 7 });
const windows: fc.Arbitrary<ScheduleWindow> = fc.record({
  startTime: minuteOfDay,
  endTime: minuteOfDay,
  daysOfWeek: days,
});
const FEW = { numRuns: 60 };

describe('the window of a schedule', () => {
  const overnight = { startTime: 22 * 60, endTime: 2 * 60, daysOfWeek: [1] };
  const monday = (hour: number, minute = 0) => ({ weekday: 1, minute: hour * 60 + minute });
  const tuesday = (hour: number, minute = 0) => ({ weekday: 2, minute: hour * 60 + minute });

  it('covers its first minute and not the one after its last', () => {
    const window = { startTime: 480, endTime: 1_080, daysOfWeek: [1] };
    const seen = [monday(7, 59), monday(8), monday(17, 59), monday(18)].map((time) =>
      windowCovers(window, time),
    );
    assert.deepEqual(seen, [false, true, true, false]);
  });

  it('goes on after midnight on the day that follows the one on which it begins, and only there', () => {
    const times = [monday(1), monday(21, 59), monday(22), tuesday(1, 59), tuesday(2), tuesday(22)];
    assert.deepEqual(
      times.map((time) => windowCovers(overnight, time)),
      [false, false, true, true, false, false],
    );
  });

  it('that begins on Saturday night ends on Sunday', () => {
    const window = { ...overnight, daysOfWeek: [6] };
    assert.ok(windowCovers(window, { weekday: 0, minute: 119 }));
    assert.deepEqual(spansOfWeek(window), [
      { from: 0, to: 120 },
      { from: 6 * 1_440 + 1_320, to: WEEK },
    ]);
  });

  it('is the whole day without hours, with half of them, or with twice the same', () => {
    for (const [startTime, endTime] of [
      [null, null],
      [600, null],
      [null, 600],
      [600, 600],
      [0, 0],
    ] as const) {
      assert.deepEqual(spansOfWeek({ startTime, endTime, daysOfWeek: [2] }), [{ from: 2_880, to: 4_320 }]);
    }
  });

  it('that ends at midnight ends with its day', () => {
    const window = { startTime: 1_320, endTime: 0, daysOfWeek: [1] };
    assert.deepEqual(spansOfWeek(window), [{ from: 1_440 + 1_320, to: 2_880 }]);
  });

  it('covers nothing without days, and nothing on a day that is none', () => {
    for (const daysOfWeek of [[], [7], [-1]]) {
      assert.equal(coveredBy({ startTime: null, endTime: null, daysOfWeek }).size, 0);
      assert.deepEqual(spansOfWeek({ startTime: 1_320, endTime: 60, daysOfWeek }), []);
    }
  });

  it('covers exactly the minutes that a slow walk through it does', () => {
    fc.assert(
      fc.property(windows, (window) =>
        assert.deepEqual(coveredBy(window), new Set([...minutesOf(window)].sort((a, b) => a - b))),
      ),
      FEW,
    );
  });

  it('has spans that are exactly the minutes it covers, in order, and never touch', () => {
    fc.assert(
      fc.property(windows, (window) => {
        const spans = spansOfWeek(window);
        assert.deepEqual(minutesIn(spans), coveredBy(window));
        assert.ok(spans.slice(1).every((span, i) => span.from > (spans[i]?.to ?? WEEK)));
      }),
      FEW,
    );
  });

  it('covers as many minutes in a week as its hours have, once for each day', () => {
    fc.assert(
      fc.property(windows, ({ startTime, endTime, daysOfWeek }) => {
        const wholeDay = startTime === null || endTime === null || startTime === endTime;
        const length = wholeDay ? 1_440 : (endTime - startTime + 1_440) % 1_440;
        assert.equal(coveredBy({ startTime, endTime, daysOfWeek }).size, length * daysOfWeek.length);
      }),
      FEW,
    );
  });

  it('overnight is the union of its two halves', () => {
    const hours = fc
      .tuple(fc.integer({ min: 1, max: 1_439 }), fc.nat(1_438))
      .filter(([from, to]) => to < from);
    fc.assert(
      fc.property(hours, days, ([startTime, endTime], daysOfWeek) => {
        const evening = coveredBy({ startTime, endTime: 0, daysOfWeek });
        const following = daysOfWeek.map((day) => (day + 1) % 7);
        const morning =
          endTime === 0 ? new Set<number>() : coveredBy({ startTime: 0, endTime, daysOfWeek: following });
        assert.deepEqual(
          [...coveredBy({ startTime, endTime, daysOfWeek })],
          [...new Set([...evening, ...morning])].sort((a, b) => a - b),
        );
      }),
      FEW,
    );
  });

  it('moves with its days: a day later it covers the same minutes a day later', () => {
    fc.assert(
      fc.property(windows, (window) => {
        const moved = { ...window, daysOfWeek: window.daysOfWeek.map((day) => (day + 1) % 7) };
        assert.deepEqual(
          [...coveredBy(moved)],
          [...coveredBy(window)].map((minute) => (minute + 1_440) % WEEK).sort((a, b) => a - b),
        );
      }),
      FEW,
    );
  });
});

describe('two windows', () => {
  it('overlap when, and only when, they share a minute', () => {
    fc.assert(
      fc.property(windows, windows, (a, b) => {
        const others = coveredBy(b);
        const shared = [...coveredBy(a)].some((minute) => others.has(minute));
        assert.equal(spansOverlap(spansOfWeek(a), spansOfWeek(b)), shared);
        assert.equal(spansOverlap(spansOfWeek(b), spansOfWeek(a)), shared);
      }),
      FEW,
    );
  });

  it('that meet at one minute do not overlap', () => {
    const morning = spansOfWeek({ startTime: 480, endTime: 720, daysOfWeek: [1] });
    const noon = spansOfWeek({ startTime: 720, endTime: 780, daysOfWeek: [1] });
    assert.equal(spansOverlap(morning, noon), false);
    assert.equal(spansOverlap(morning, spansOfWeek({ startTime: 719, endTime: 780, daysOfWeek: [1] })), true);
  });
});

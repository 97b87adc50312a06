import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import type { DailySchedule } from '../../core/daily-schedule.ts';
import type { WayTested } from '../../core/delivery-test/test-delivery.ts';
import { WAYS, type Way } from '../../core/delivery-test/ways.ts';
import type { Log } from '../../core/log.ts';
import type { Remembered } from '../reporting/remembered.ts';

/** What must not be forgotten of delivery tests. Times are ms since the epoch. */
export const DeliveryTestNote = z.object({
  /** When testing became something that is done. */
  since: z.number(),
  /** The day of the last whole test, and when it was; null before the first. */
  last: z.object({ day: z.string(), at: z.number() }).nullable(),
  /** Whether each way got through from every Alertmanager; a way is missing while that could not be told. */
  delivered: z.partialRecord(z.enum(WAYS), z.boolean()),
  /** When what did not get through is tried again. */
  retryAt: z.number(),
});
export type DeliveryTestNote = z.output<typeof DeliveryTestNote>;

export const untested = (now: number): DeliveryTestNote => ({
  since: now,
  last: null,
  delivered: {},
  retryAt: 0,
});

export interface DeliveryTesterOptions {
  readonly note: Remembered<DeliveryTestNote>;
  readonly schedule: DailySchedule;
  readonly ways: readonly Way[];
  test(ways: readonly Way[]): Promise<readonly WayTested[]>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Tests each way to people once a day, and again each hour what did not get through. */
export interface DeliveryTester {
  testIfDue(): Promise<void>;
  view(): DeliveryTestView;
}

/** What is shown as metrics. */
export interface DeliveryTestView {
  /** Of the ways that are configured now. */
  readonly delivered: Partial<Readonly<Record<Way, boolean>>>;
  readonly testedAt: number | null;
}

const RETRY_AFTER_MS = 3_600_000;

export function createDeliveryTester(options: DeliveryTesterOptions): DeliveryTester {
  const { note, schedule, ways, test, clock, log } = options;
  // A first start is when testing begins: it must be known at the next one.
  note.set(note.get());

  function dueWays(now: number): readonly Way[] {
    const { since, last, delivered, retryAt } = note.get();
    const due = schedule.lastDue(now);
    const isDue = last === null ? due >= since : last.day < schedule.dayOf(due);
    if (isDue) return ways;
    if (last === null || now < retryAt) return [];
    return ways.filter((way) => delivered[way] !== true);
  }

  return {
    async testIfDue() {
      const now = clock.now();
      const due = dueWays(now);
      if (due.length === 0) return;
      const tested = await test(due);
      for (const { outcome, ...one } of tested) {
        if (outcome === 'delivered') log.info({ outcome, ...one }, 'delivery test');
        else log.warn({ outcome, ...one }, 'delivery test');
      }
      const isWhole = due.length === ways.length;
      const day = schedule.dayOf(schedule.lastDue(now));
      const before = isWhole ? {} : note.get().delivered;
      note.set({
        ...note.get(),
        last: isWhole ? { day, at: now } : note.get().last,
        delivered: { ...before, ...resultsOf(due, tested) },
        retryAt: now + RETRY_AFTER_MS,
      });
    },
    view() {
      const { delivered, last } = note.get();
      const shown = Object.entries(delivered).filter(([way]) => (ways as readonly string[]).includes(way));
      return { delivered: Object.fromEntries(shown), testedAt: last?.at ?? null };
    },
  };
}

/** One Alertmanager from which a way does not get through is enough; what could not be told is left out. */
function resultsOf(ways: readonly Way[], tested: readonly WayTested[]): DeliveryTestNote['delivered'] {
  const results = ways.map((way): [Way, boolean | undefined] => {
    const outcomes = tested.filter((one) => one.way === way).map(({ outcome }) => outcome);
    if (outcomes.some((outcome) => outcome === 'failed' || outcome === 'not_tried')) return [way, false];
    return [way, outcomes.length > 0 && outcomes.every((it) => it === 'delivered') ? true : undefined];
  });
  return Object.fromEntries(results.filter(([, result]) => result !== undefined));
}

import { BEGINNING, type Plan } from './plan.ts';
import type { Line } from './world-log.ts';

/** An event of the plan, by its number, and when it is to happen, in ms since the epoch. */
export interface Entry {
  readonly n: number;
  readonly at: number;
}

/** A webhook that failed comes again so long after the next start. */
const COMES_AGAIN_AFTER_MS = 10_000;

/** What is still to happen: while nothing runs, up to `startsAt`, and then. */
export function timetable(
  plan: Pick<Plan, 'events'>,
  past: readonly Line[],
  startsAt: number,
): { readonly missed: Entry[]; readonly ahead: Entry[] } {
  const happened = new Set(past.filter((line) => line.what === 'event').map(({ n }) => n));
  const answered = new Set(
    past
      .filter((line) => line.what === 'answer')
      .filter(({ status }) => status === 200)
      .map(({ n }) => n),
  );
  const missed: Entry[] = [];
  const ahead: Entry[] = [];
  for (const [n, event] of plan.events.entries()) {
    const at = BEGINNING + event.at;
    if (!happened.has(n)) (at <= startsAt ? missed : ahead).push({ n, at });
    const { happening } = event;
    const failed = (happened.has(n) || at <= startsAt) && !answered.has(n);
    if (failed && happening.do === 'deliver' && happening.again) {
      ahead.push({ n, at: startsAt + COMES_AGAIN_AFTER_MS });
    }
  }
  return { missed, ahead };
}

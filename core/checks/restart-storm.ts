import type { Pm2Process } from '../pm2/process.ts';
import { bad, type Finding, good, unknown } from '../verdict.ts';

/** What the check reads of one process. */
export type CountedProcess = Pick<Pm2Process, 'name' | 'pmId' | 'restarts' | 'startedAt' | 'cron'>;

/** What it reads of a list of PM2; null is a daemon that did not answer. */
export interface RestartSample {
  readonly at: number;
  readonly processes: readonly CountedProcess[] | null;
}

export interface StormThresholds {
  readonly moreThan: number;
  /** In ms. */
  readonly within: number;
}

/** A restart of ours of one process; `at` is when it was decided, in ms since the epoch. */
export interface OwnRestart {
  readonly app: string;
  readonly pmId: number;
  readonly at: number;
}

/** What the policy of restarts allows on one app within an hour, each time of all its processes. */
export const MOST_OWN_RESTARTS = 4;

/**
 * Does a process of the app keep restarting by itself? Bad when PM2 counted more than `moreThan` restarts of one of them
 * within the last `within`, ours taken off; good when of none it can have been more. Not of all together: a reload
 * restarts each once, however many there are.
 *
 * - A counter that fell was reset and counts from zero; a process that is new in the list begins at its count.
 * - Before the samples cover the time, what was counted already may be enough for bad. For good, what went before must
 *   be bounded: by the counter itself, which a restart can only have raised, or by the start of the process, when it
 *   has run for longer than the time in question. So a healthy app is good from the first list on, and one that was
 *   started lately, after many restarts, is unknown until it has been watched for as long.
 * - A restart of ours begins the count anew: what it was an answer to is not told after it has helped, and a process
 *   that keeps dying after it is a storm again soon enough.
 * - While nobody tells which restarts were ours, they may have been any number up to what the policy allows.
 * - An app with a timetable is restarted by it, and is good.
 *
 * @param samples oldest first
 * @param ours null when that could not be asked
 * @param maxAge in ms: how old the newest sample may be, and how much older than the time the one that it is counted from
 */
export function restartStorm(
  samples: readonly RestartSample[],
  app: string,
  ours: readonly OwnRestart[] | null,
  { moreThan, within }: StormThresholds,
  now: number,
  maxAge: number,
): Finding {
  const newest = samples.at(-1);
  if (newest === undefined) return unknown('too_few_samples');
  // Also those that a clock that was set back since puts into the future.
  if (Math.abs(now - newest.at) > maxAge) return unknown('samples_too_old');
  if (newest.processes === null) return unknown('source_down', 'PM2 did not answer');
  const present = newest.processes.filter(({ name }) => name === app);
  if (present.length === 0) return { ...good, detail: 'not in the list of PM2' };
  if (present.some(({ cron }) => cron)) return { ...good, detail: 'restarted by its timetable' };

  const judged = present.map(({ pmId }) => {
    const own = ours?.filter((restart) => restart.app === app && restart.pmId === pmId) ?? null;
    const windowStart = Math.max(newest.at - within, ...(own ?? []).map((restart) => restart.at));
    // What was counted over a longer time than is asked about may all have been before.
    const recent = samples.filter(({ at }) => at >= windowStart - maxAge);
    return judgeCount(countRestarts(recent, pmId, windowStart), own, { moreThan, within });
  });
  return judged.reduce((worst, one) => (isWorse(one, worst) ? one : worst)).finding;
}

interface Judged {
  readonly byItself: number;
  readonly finding: Finding;
}

function judgeCount(
  counted: Counted,
  own: readonly OwnRestart[] | null,
  { moreThan, within }: StormThresholds,
): Judged {
  const { seen, before, from, firstAt } = counted;
  const owned = own?.filter(({ at }) => at >= from).length ?? null;
  const byItself = Math.max(0, seen - (owned ?? 0));
  const detail = `${byItself} restarts of its own within ${Math.round(within / 60_000)} min`;
  const judged = (finding: Finding): Judged => ({ byItself, finding });
  if (seen - (owned ?? MOST_OWN_RESTARTS) > moreThan) return judged(bad(detail, firstAt ?? undefined));
  if (seen + before - (owned ?? 0) <= moreThan) return judged({ ...good, detail });
  if (before > 0) return judged(unknown('too_few_samples', `${detail}, and it is not known how many before`));
  const untold = `${detail}, and the remediator does not tell how many of them were ours`;
  return judged(unknown('source_down', untold));
}

const SEVERITY = { good: 0, unknown: 1, bad: 2 } as const;

const isWorse = (a: Judged, b: Judged): boolean =>
  a.finding.verdict === b.finding.verdict
    ? a.byItself > b.byItself
    : SEVERITY[a.finding.verdict] > SEVERITY[b.finding.verdict];

interface Counted {
  /** The time of the sample that counting began with. */
  readonly from: number;
  readonly seen: number;
  /** How many there may have been besides, between the beginning of the time and that of counting. */
  readonly before: number;
  /** When the first of those seen was noticed. */
  readonly firstAt: number | null;
}

function countRestarts(samples: readonly RestartSample[], pmId: number, windowStart: number): Counted {
  const answered = samples.filter(({ processes }) => processes !== null);
  const baseline = Math.max(
    0,
    answered.findLastIndex(({ at }) => at <= windowStart),
  );
  const watched = answered.slice(baseline);
  const from = watched[0]?.at ?? windowStart;
  let known: number | undefined;
  let [seen, before] = [0, 0];
  let firstAt: number | null = null;
  for (const { at, processes } of watched) {
    const found = processes?.find((process) => process.pmId === pmId);
    if (found === undefined) continue;
    const { restarts, startedAt } = found;
    const more = known === undefined ? 0 : restarts >= known ? restarts - known : restarts;
    if (more > 0) firstAt ??= at;
    seen += more;
    const ranBefore = startedAt !== null && startedAt <= windowStart;
    if (known === undefined && at === from && from > windowStart && !ranBefore) before = restarts;
    known = restarts;
  }
  return { from, seen, before, firstAt };
}

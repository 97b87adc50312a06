import { Cron } from 'croner';
import type { Clock } from '../core/clock.ts';

export interface TimetableEntry {
  readonly name: string;
  /** In ms; kept to whole seconds, one at least. */
  readonly intervalMs: number;
  run(): Promise<void>;
}

export interface TimetableOptions {
  readonly clock: Clock;
  /** From 0 to 1; spreads the runs, so that not everything asks at the same moment. */
  readonly random: () => number;
  /** A run that did not start, because the one before it had not ended. */
  readonly onSkip: (name: string) => void;
  /** A run that threw, which a run should not. */
  readonly onError: (name: string, error: unknown) => void;
}

export interface Timetable {
  /** In ms since the epoch, jitter aside; null when there is none. */
  nextRun(name: string): number | null;
  /** Starts no more; resolves when what is running has ended. */
  stop(): Promise<void>;
}

const JITTER_SHARE = 0.1;
const LONGEST_JITTER_MS = 30_000;

/** Runs each entry within a second and then on its interval, never twice at the same time. */
export function startTimetable(
  entries: readonly TimetableEntry[],
  { clock, random, onSkip, onError }: TimetableOptions,
): Timetable {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();

  function start(entry: TimetableEntry, jitterMs: number): Promise<void> {
    const run = runAfter(entry, jitterMs).finally(() => running.delete(run));
    running.add(run);
    return run;
  }

  async function runAfter(entry: TimetableEntry, jitterMs: number): Promise<void> {
    try {
      if (jitterMs > 0) await clock.sleep(jitterMs, stopping.signal);
      if (!stopping.signal.aborted) await entry.run();
    } catch (error) {
      if (!stopping.signal.aborted) onError(entry.name, error);
    }
  }

  const jobs = new Map<string, Cron>();
  for (const entry of entries) {
    const jitter = Math.min(JITTER_SHARE * entry.intervalMs, LONGEST_JITTER_MS);
    let first = true;
    const job = new Cron(
      '* * * * * *',
      {
        // The interval counts from the last run: the first is at the next full second.
        interval: Math.max(1, Math.round(entry.intervalMs / 1_000)),
        protect: () => onSkip(entry.name),
        catch: (error) => onError(entry.name, error),
      },
      () => {
        const delay = first ? 0 : random() * jitter;
        first = false;
        return start(entry, delay);
      },
    );
    jobs.set(entry.name, job);
  }

  return {
    nextRun(name) {
      const job = jobs.get(name);
      const last = job?.currentRun()?.getTime();
      if (job === undefined || last === undefined) return job?.nextRun()?.getTime() ?? null;
      // The library counts its interval from now, not from the last run, when it is only asked.
      return last + 1_000 * (job.options.interval ?? 1);
    },
    async stop() {
      for (const job of jobs.values()) job.stop();
      stopping.abort();
      await Promise.all(running);
    },
  };
}

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
  /** In ms since the epoch, jitter aside; null when there is none. Until then a clock that is set makes it wrong. */
  nextRun(name: string): number | null;
  /** Starts no more; resolves when what is running has ended. */
  stop(): Promise<void>;
}

const SECOND = 1_000;
const JITTER_SHARE = 0.1;
const LONGEST_JITTER_MS = 30_000;

/**
 * Runs each entry within a second and then on its interval, never twice at the same time.
 *
 * Own code and not a scheduler package: those count an interval on the clock of the host, and one that is set back
 * would silence every agent for as long. A sleep passes however the clock is set.
 */
export function startTimetable(
  entries: readonly TimetableEntry[],
  { clock, random, onSkip, onError }: TimetableOptions,
): Timetable {
  const stopping = new AbortController();
  const running = new Map<string, Promise<void>>();
  const due = new Map<string, number>();

  async function runAfter(entry: TimetableEntry, jitterMs: number): Promise<void> {
    try {
      if (jitterMs > 0) await clock.sleep(jitterMs, stopping.signal);
      if (!stopping.signal.aborted) await entry.run();
    } catch (error) {
      if (!stopping.signal.aborted) onError(entry.name, error);
    }
  }

  function start(entry: TimetableEntry, jitterMs: number): void {
    if (running.has(entry.name)) onSkip(entry.name);
    else
      running.set(
        entry.name,
        runAfter(entry, jitterMs).finally(() => running.delete(entry.name)),
      );
  }

  async function pass(entry: TimetableEntry, ms: number): Promise<void> {
    due.set(entry.name, clock.now() + ms);
    await clock.sleep(ms, stopping.signal);
  }

  async function keep(entry: TimetableEntry): Promise<void> {
    const interval = SECOND * Math.max(1, Math.round(entry.intervalMs / SECOND));
    const jitter = Math.min(JITTER_SHARE * entry.intervalMs, LONGEST_JITTER_MS);
    await pass(entry, SECOND - (clock.now() % SECOND));
    for (let delay = 0; !stopping.signal.aborted; delay = random() * jitter) {
      start(entry, delay);
      await pass(entry, interval);
    }
  }

  for (const entry of entries) {
    keep(entry).catch((error) => {
      if (!stopping.signal.aborted) onError(entry.name, error);
    });
  }

  return {
    nextRun: (name) => due.get(name) ?? null,
    async stop() {
      stopping.abort();
      await Promise.all(running.values());
    },
  };
}

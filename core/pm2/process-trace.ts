import type { Pm2Sample, Pm2TraceSample } from './process.ts';

/** Lists of PM2 that are kept over time, oldest first. */
export interface ProcessTrace {
  /** Takes a list in, and lets go of what lies further from it than the reach. */
  add(sample: Pm2Sample): void;
  samples(): readonly Pm2TraceSample[];
}

/** @param reachMs how far back it must reach */
export function createProcessTrace(reachMs: number): ProcessTrace {
  let samples: readonly Pm2TraceSample[] = [];
  return {
    add(sample) {
      const isKept = ({ at }: Pm2TraceSample) => Math.abs(sample.at - at) <= reachMs;
      samples = [...samples.filter(isKept), traceOf(sample, samples.at(-1))];
    },
    samples: () => samples,
  };
}

/** A name that is known is not kept twice: each list brings its own copy of it. */
function traceOf({ at, processes }: Pm2Sample, before: Pm2TraceSample | undefined): Pm2TraceSample {
  if (processes === null) return { at, processes };
  const names = new Map(before?.processes?.map(({ name }) => [name, name]));
  return {
    at,
    processes: processes.map(
      ({ name, pmId, status, restarts, startedAt, memoryBytes, memoryLimitBytes, cron }) => ({
        name: names.get(name) ?? name,
        pmId,
        status,
        restarts,
        startedAt,
        memoryBytes,
        memoryLimitBytes,
        cron,
      }),
    ),
  };
}

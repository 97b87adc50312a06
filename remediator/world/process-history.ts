import { maxAgeFor } from '../../core/max-age.ts';
import type { Pm2TraceSample } from '../../core/pm2/process.ts';
import { createProcessTrace } from '../../core/pm2/process-trace.ts';

/** What is kept of PM2's lists, to judge by what held without a break. */
export interface ProcessHistory {
  /** Oldest first. */
  readonly samples: readonly Pm2TraceSample[];
  /** In ms: how far apart two of them may be that stand for the time between them. */
  readonly maxAge: number;
}

export interface ProcessHistoryOptions {
  /** How far back it must reach, in ms. */
  readonly reachMs: number;
  /** How often a list is read when nothing else asks for one. */
  readonly intervalMs: number;
}

/**
 * Remembers each list that was read, whatever for. A start begins with nothing: what takes ten minutes to be seen is not
 * seen before ten minutes have passed.
 */
export function createProcessHistory({ reachMs, intervalMs }: ProcessHistoryOptions) {
  const maxAge = maxAgeFor(intervalMs);
  const trace = createProcessTrace(reachMs + maxAge);
  return {
    note: trace.add,
    read: (): ProcessHistory => ({ samples: trace.samples(), maxAge }),
  };
}

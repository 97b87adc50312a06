import type { Pm2Process } from '../pm2/process.ts';
import { bad, type Finding, good, unknown } from '../verdict.ts';
import { heldSince } from './held-since.ts';

/** What the check reads of a list of PM2; null is a daemon that did not answer. */
export interface MemorySample {
  readonly at: number;
  readonly processes:
    | readonly Pick<Pm2Process, 'name' | 'pmId' | 'status' | 'memoryBytes' | 'memoryLimitBytes'>[]
    | null;
}

export interface MemoryThresholds {
  /** Of the limit that PM2 holds: at it counts as above. */
  readonly ratio: number;
  /** For how long without a break, in ms. */
  readonly within: number;
}

/**
 * Does the process use nearly all the memory that PM2 allows it? Bad when every sample for `within` was at the ratio or
 * above, good when the newest is below or the process does not run, unknown in between. A process without a limit is
 * nothing to ask about: it has no such fault, and no verdict.
 *
 * @param samples oldest first
 * @param maxAge in ms: how old the newest sample may be, and how far apart two that stand for the time between
 */
export function processMemoryHigh(
  samples: readonly MemorySample[],
  process: { readonly name: string; readonly pmId: number },
  { ratio, within }: MemoryThresholds,
  now: number,
  maxAge: number,
): Finding {
  const newest = samples.at(-1);
  if (newest === undefined) return unknown('too_few_samples');
  // Also those that a clock that was set back since puts into the future.
  if (Math.abs(now - newest.at) > maxAge) return unknown('samples_too_old');
  if (newest.processes === null) return unknown('source_down', 'PM2 did not answer');
  const find = (sample: MemorySample) =>
    sample.processes?.find(({ name, pmId }) => name === process.name && pmId === process.pmId);
  const present = find(newest);
  if (present === undefined || present.status === 'stopped' || present.status === 'errored') return good;
  const share = shareOf(present);
  if (share === null)
    return unknown('not_readable', `PM2 tells no memory, or no limit, of it (${present.status})`);
  const detail = `${Math.floor(share * 100)} % of the memory that PM2 allows it`;
  if (share < ratio) return { ...good, detail };
  const telling = samples.filter((sample) => sample.processes !== null && !isUntold(find(sample)));
  const since = heldSince(telling, (sample) => (shareOf(find(sample)) ?? 0) >= ratio, maxAge) ?? newest.at;
  return newest.at - since >= within ? bad(detail, since) : unknown('too_few_samples', detail);
}

type Process = NonNullable<MemorySample['processes']>[number];

/** It runs, and PM2 could not measure it. */
const isUntold = (process: Process | undefined): boolean =>
  process?.status === 'online' && shareOf(process) === null;

function shareOf(process: Process | undefined): number | null {
  if (process === undefined || process.memoryBytes === null || process.memoryLimitBytes === null) return null;
  return process.memoryBytes / process.memoryLimitBytes;
}

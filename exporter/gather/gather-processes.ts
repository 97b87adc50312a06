import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { maxAgeFor } from '../../core/max-age.ts';
import { Pm2Error } from '../../core/pm2/pm2-error.ts';
import type { Pm2, Pm2Process, Pm2Sample } from '../../core/pm2/process.ts';
import { createProcessTrace } from '../../core/pm2/process-trace.ts';
import type { Processes } from '../snapshot.ts';

export interface ProcessGatherOptions {
  readonly pm2: Pick<Pm2, 'list'>;
  readonly expected: readonly string[];
  readonly intervalMs: number;
  /** How far back memory and restarts must be known, in ms. */
  readonly reachMs: number;
  readonly clock: Clock;
  readonly log: Log;
}

const KEPT_SAMPLES = 4;
/** A second list is taken this much later where one would not settle what is going on. */
const SECOND_LIST_AFTER_MS = 2_000;

/** Reads PM2's list: twice in one look when something is not as it should be, or was not in the last look. */
export function gatherProcesses(options: ProcessGatherOptions): () => Promise<Processes> {
  const { expected, intervalMs, reachMs, clock } = options;
  const maxAge = maxAgeFor(intervalMs);
  const takeSample = sampler(options);
  let samples: readonly Pm2Sample[] = [];
  const history = createProcessTrace(reachMs + maxAge);
  const take = async () => {
    const sample = await takeSample();
    samples = [...samples, sample].slice(-KEPT_SAMPLES);
    history.add(sample);
  };
  return async () => {
    const previous = samples.at(-1);
    await take();
    const newest = samples.at(-1);
    const fresh = previous !== undefined && Math.abs(clock.now() - previous.at) <= maxAge;
    if (newest?.processes !== null && !(fresh && settled(previous, expected) && settled(newest, expected))) {
      await clock.sleep(SECOND_LIST_AFTER_MS);
      await take();
    }
    return { samples, history: history.samples(), maxAge, expected };
  };
}

/** Takes lists one after another, and says once, not each time, that PM2 does not answer. */
function sampler({ pm2, clock, log }: ProcessGatherOptions): () => Promise<Pm2Sample> {
  let said: string | null = null;
  return async () => {
    try {
      const processes = await pm2.list();
      if (said !== null) log.info('PM2 answers again');
      said = null;
      return { at: clock.now(), processes };
    } catch (error) {
      if (!(error instanceof Pm2Error)) throw error;
      if (said !== error.kind) log.warn({ reason: error.kind }, error.message);
      said = error.kind;
      return { at: clock.now(), processes: null };
    }
  };
}

/** Is everything as it is meant to be, so that one list says as much as two? */
function settled(sample: Pm2Sample | undefined, expected: readonly string[]): boolean {
  if (sample === undefined || sample.processes === null) return false;
  const { processes } = sample;
  return (
    processes.every(atRest) && expected.every((app) => processes.some((process) => process.name === app))
  );
}

const atRest = ({ status, cron }: Pm2Process): boolean =>
  status === 'online' || (cron && status === 'stopped');

import type { Pm2Process, Pm2Sample } from '../pm2/process.ts';
import { bad, type Finding, good, unknown } from '../verdict.ts';

const AGREEING_SAMPLES = 2;

type Judge = (found: Pm2Process | undefined) => Finding;

/**
 * Judges one process on the last two lists, which must be readable, fresh and agree: PM2 passes through
 * intermediate states while it restarts something.
 */
function judgeLastTwo(
  samples: readonly Pm2Sample[],
  pick: (sample: Pm2Sample) => Pm2Process | undefined,
  judge: Judge,
  now: number,
  maxAge: number,
): Finding {
  const lastTwo = samples.slice(-AGREEING_SAMPLES);
  const newest = lastTwo.at(-1);
  const older = lastTwo.at(0);
  if (newest === undefined || older === undefined || lastTwo.length < AGREEING_SAMPLES) {
    return unknown('too_few_samples');
  }
  // Also those that a clock that was set back since puts into the future.
  if (Math.abs(now - newest.at) > maxAge) return unknown('samples_too_old');
  if (newest.processes === null || older.processes === null)
    return unknown('source_down', 'PM2 did not answer');
  const finding = judge(pick(newest));
  const before = judge(pick(older));
  return finding.verdict === before.verdict ? finding : unknown('samples_disagree');
}

const byId = (pmId: number, name: string) => (sample: Pm2Sample) =>
  sample.processes?.find((p) => p.pmId === pmId && p.name === name);

/** Has PM2 given up on this process (status `errored`)? */
export function processErrored(
  samples: readonly Pm2Sample[],
  process: { name: string; pmId: number },
  now: number,
  maxAge: number,
): Finding {
  return judgeLastTwo(
    samples,
    byId(process.pmId, process.name),
    (p) => (p?.status === 'errored' ? bad(`errored after ${p.restarts} restarts`) : good),
    now,
    maxAge,
  );
}

/** Is this process stopped, which is what a person does on purpose? Cron apps rest between their runs. */
export function processStopped(
  samples: readonly Pm2Sample[],
  process: { name: string; pmId: number },
  now: number,
  maxAge: number,
): Finding {
  return judgeLastTwo(
    samples,
    byId(process.pmId, process.name),
    (p) => (p?.status === 'stopped' && !p.cron ? bad('stopped') : good),
    now,
    maxAge,
  );
}

/** Does PM2 know no process of an app that the configuration expects? */
export function processMissing(
  samples: readonly Pm2Sample[],
  app: string,
  now: number,
  maxAge: number,
): Finding {
  return judgeLastTwo(
    samples,
    (sample) => sample.processes?.find((p) => p.name === app),
    (p) => (p === undefined ? bad('not in the list of PM2') : good),
    now,
    maxAge,
  );
}

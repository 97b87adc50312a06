import { processMemoryHigh } from '../../core/checks/process-memory-high.ts';
import { processErrored, processMissing, processStopped } from '../../core/checks/process-state.ts';
import { restartStorm } from '../../core/checks/restart-storm.ts';
import type { Pm2Process } from '../../core/pm2/process.ts';
import { PLATFORM, type Target } from '../../core/target.ts';
import { covered, judge, type Moment, notCovered, type Snapshot, type Statement } from '../agent.ts';

type Processes = Snapshot['processes'];

/** Does PM2 keep every process running, within its memory and without restarting it again and again? */
export function* judgeProcesses(
  { processes, remediator }: Pick<Snapshot, 'processes' | 'remediator'>,
  moment: Moment,
): Iterable<Statement> {
  yield* judgeExpected(processes, moment);
  const gap = inventoryGap(processes, moment.now);
  const listedChecks = [
    'process_errored',
    'process_stopped',
    'process_memory_high',
    'restart_storm',
  ] as const;
  for (const incident of listedChecks) {
    yield gap === null ? covered(incident, PLATFORM) : notCovered(incident, PLATFORM, gap.reason, gap.detail);
  }
  yield* judgeListed(processes, moment);
  yield* judgeRestarts(processes, remediator, moment);
}

function* judgeExpected({ samples, maxAge, expected }: Processes, { now }: Moment): Iterable<Statement> {
  yield covered('process_missing', PLATFORM);
  for (const app of expected) {
    yield judge('process_missing', processTarget(app, app), processMissing(samples, app, now, maxAge));
  }
}

function* judgeListed({ samples, history, maxAge }: Processes, moment: Moment): Iterable<Statement> {
  const { now, checks } = moment;
  const listed = samples.at(-1)?.processes ?? [];
  for (const process of listed) {
    const target = processTarget(idOf(process, listed), process.name);
    yield judge('process_errored', target, processErrored(samples, process, now, maxAge));
    yield judge('process_stopped', target, processStopped(samples, process, now, maxAge));
    // Without a limit there is nothing to be near to.
    if (process.memoryLimitBytes === null) continue;
    const finding = processMemoryHigh(history, process, checks.process_memory_high, now, maxAge);
    yield judge('process_memory_high', target, finding);
  }
}

function* judgeRestarts(
  { samples, history, maxAge }: Processes,
  remediator: Snapshot['remediator'],
  { now, checks }: Moment,
): Iterable<Statement> {
  const { more_than: moreThan, within } = checks.restart_storm;
  const ours =
    remediator.value?.restarts.map(({ app, pm_id, at }) => ({ app, pmId: pm_id, at: Date.parse(at) })) ??
    null;
  const listed = samples.at(-1)?.processes ?? [];
  for (const app of new Set(listed.map(({ name }) => name))) {
    const finding = restartStorm(history, app, ours, { moreThan, within }, now, maxAge);
    yield judge('restart_storm', processTarget(app, app), finding);
  }
}

/** A process is gone only when two fresh lists agree on which there are: PM2 swaps them while it reloads. */
function inventoryGap({ samples, maxAge }: Processes, now: number) {
  const [older, newest] = samples.slice(-2);
  if (older === undefined || newest === undefined) return { reason: 'too_few_samples' } as const;
  if (now - newest.at > maxAge) return { reason: 'samples_too_old' } as const;
  if (older.processes === null || newest.processes === null) {
    return { reason: 'source_down', detail: 'PM2 did not answer' } as const;
  }
  return ids(older.processes) === ids(newest.processes) ? null : ({ reason: 'samples_disagree' } as const);
}

const ids = (processes: readonly Pm2Process[]): string =>
  JSON.stringify(processes.map(({ pmId, name }) => [pmId, name]).sort());

/** The name alone where it is the only process of its app, else with PM2's number for the worker. */
function idOf({ name, pmId }: Pm2Process, listed: readonly Pm2Process[]): string {
  return listed.filter((other) => other.name === name).length > 1 ? `${name}:${pmId}` : name;
}

const processTarget = (id: string, name: string): Target => ({ kind: 'process', id, org: PLATFORM, name });

import { processErrored, processMissing, processStopped } from '../../core/checks/process-state.ts';
import { serviceDown } from '../../core/checks/service-down.ts';
import type { Pm2Process } from '../../core/pm2/process.ts';
import { PLATFORM, SERVICES, type Target } from '../../core/target.ts';
import { covered, defineAgent, judge, notCovered, type Snapshot, type Statement } from '../agent.ts';

type Services = Snapshot['services'];
type Processes = Snapshot['processes'];

/** Finds services that do not answer, and processes that PM2 does not keep running. */
export const healthGuardian = defineAgent({
  name: 'health-guardian',
  needs: ['services', 'processes'],
  raises: ['service_down', 'process_errored', 'process_stopped', 'process_missing'],
  *inspect({ services, processes }, { now }) {
    yield* inspectServices(services, now);
    yield* inspectMissing(processes, now);
    yield* inspectProcesses(processes, now);
  },
});

function* inspectServices({ samples, maxAge }: Services, now: number): Iterable<Statement> {
  yield covered('service_down', PLATFORM);
  for (const service of SERVICES) {
    const target: Target = { kind: 'service', id: service, org: PLATFORM, name: service };
    yield judge('service_down', target, serviceDown(samples[service], now, maxAge));
  }
}

function* inspectMissing({ samples, maxAge, expected }: Processes, now: number): Iterable<Statement> {
  yield covered('process_missing', PLATFORM);
  for (const app of expected) {
    yield judge('process_missing', processTarget(app, app), processMissing(samples, app, now, maxAge));
  }
}

function* inspectProcesses({ samples, maxAge }: Processes, now: number): Iterable<Statement> {
  const gap = inventoryGap(samples, now, maxAge);
  for (const incident of ['process_errored', 'process_stopped'] as const) {
    yield gap === null ? covered(incident, PLATFORM) : notCovered(incident, PLATFORM, gap.reason, gap.detail);
  }
  const listed = samples.at(-1)?.processes ?? [];
  for (const process of listed) {
    const target = processTarget(idOf(process, listed), process.name);
    yield judge('process_errored', target, processErrored(samples, process, now, maxAge));
    yield judge('process_stopped', target, processStopped(samples, process, now, maxAge));
  }
}

/** A process is gone only when two fresh lists agree on which there are: PM2 swaps them while it reloads. */
function inventoryGap(samples: Processes['samples'], now: number, maxAge: number) {
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

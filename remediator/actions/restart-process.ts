import { processErrored } from '../../core/checks/process-state.ts';
import { PROBES_UNTIL_DOWN, type ProbeSample, serviceDown } from '../../core/checks/service-down.ts';
import type { Pm2Process, Pm2Sample } from '../../core/pm2/process.ts';
import { type Finding, unknown } from '../../core/verdict.ts';
import { type Check, defineAction, type Looking, type Sighting } from '../action.ts';
import {
  allOnline,
  gentlest,
  ProcessPlan,
  type Step,
  sameRun,
  shown,
  stepOf,
  takeSteps,
} from './process-steps.ts';
import {
  connectionsTo,
  countApps,
  left,
  own,
  ProcessParams,
  processExists,
  processTarget,
  type Subject,
  subjectIn,
} from './process-subject.ts';
import { namesStuck, readiness, seeStuck } from './stuck-service.ts';

const BETWEEN_LOOKS_MS = 2_000;
const MAX_AGE_MS = 10_000;
const LISTS_UNTIL_ERRORED = 2;

/**
 * Restarts what PM2 gave up on, by its id so that healthy siblings stay up, whatever no longer answers, and a realtime
 * that does not come back to what is well: the one process of a simple app, or each worker of a cluster by reload.
 */
export const restartProcess = defineAction({
  name: 'restart_process',
  incidents: ['service_down', 'process_errored', 'service_stuck'],
  undo: null,
  inOrganisation: false,
  ofProcesses: true,
  params: ProcessParams,
  plan: ProcessPlan,

  canonicalTarget(params, apps) {
    const mayBe = params.incident !== 'service_stuck' || namesStuck(params);
    return mayBe ? processTarget(params, apps) : null;
  },

  exists: processExists,
  population: async (_params, look) => countApps(look),

  async sight(params, look) {
    const subject = subjectIn(params, look);
    const seen = await (namesStuck(params) ? seeStuck(look) : seeDead(subject, look));
    return sightingOf(subject, seen.finding, seen.list, seen.evidence);
  },

  execute: async (_params, { steps }, act, leave) => takeSteps(steps, act, leave),

  watch(params, look) {
    const subject = subjectIn(params, look);
    const probes: ProbeSample[] = [];
    const lists: Pm2Sample[] = [];
    return async (): Promise<Check> => {
      const list = await look.listProcesses();
      lists.push(list);
      const processes = list.processes === null ? null : left(subject, list.processes);
      const ready = namesStuck(params) ? await readiness(look) : null;
      if (ready === null && subject.service !== null) {
        probes.push(await look.probe(subject.service, connectionsTo(subject.app, list)));
      }
      const finding = ready ?? judge(subject, probes.slice(-PROBES_UNTIL_DOWN), lists, look.clock.now());
      return {
        // A service that answers is not yet well: its processes must be up, too.
        finding: finding.verdict === 'good' ? allOnline(processes) : finding,
        steady: sameRun(processes),
        after: { processes: processes?.map(shown) ?? null, probe: probes.at(-1) ?? ready },
      };
    };
  },
});

async function seeDead(subject: Subject, look: Looking) {
  const probes: ProbeSample[] = [];
  const lists: Pm2Sample[] = [];
  const rounds = subject.service === null ? LISTS_UNTIL_ERRORED : PROBES_UNTIL_DOWN;
  for (let round = 0; round < rounds; round++) {
    if (round > 0) await look.clock.sleep(BETWEEN_LOOKS_MS);
    const list = await look.listProcesses();
    lists.push(list);
    if (subject.service === null) continue;
    const probe = await look.probe(subject.service, connectionsTo(subject.app, list));
    probes.push(probe);
    // Neither can become three failures in a row any more.
    if (probe.outcome !== 'down') break;
  }
  const finding = judge(subject, probes, lists, look.clock.now());
  return { finding, list: lists.at(-1) ?? null, evidence: { probes } };
}

function sightingOf(
  subject: Subject,
  finding: Finding,
  list: Pm2Sample | null,
  seen: Sighting['evidence'],
): Sighting {
  const newest = list?.processes ?? null;
  const processes = newest === null ? null : own(subject, newest);
  const before = { processes: processes?.map(shown) ?? null };
  const evidence = { ...before, ...seen };
  if (processes === null || processes.length === 0) {
    const saw = processes === null ? 'PM2 did not answer' : 'PM2 lists no such process';
    return { finding, objection: { reason: 'evidence_unknown', saw }, plan: null, evidence, before };
  }
  const steps = stepsFor(subject, processes);
  const plan = steps.length === 0 ? null : { steps };
  if (processes.every(({ status }) => status === 'stopped')) {
    const saw = 'PM2 has it as stopped';
    return { finding, objection: { reason: 'stopped_by_person', saw }, plan, evidence, before };
  }
  return { finding, plan, evidence, before };
}

function judge(subject: Subject, probes: ProbeSample[], lists: Pm2Sample[], now: number): Finding {
  if (subject.service !== null) return serviceDown(probes, now, MAX_AGE_MS);
  const candidates = left(subject, lists.at(-1)?.processes ?? []);
  const findings = candidates.map(({ name, pmId }) => processErrored(lists, { name, pmId }, now, MAX_AGE_MS));
  return (
    findings.find(({ verdict }) => verdict === 'bad') ??
    findings.find(({ verdict }) => verdict === 'unknown') ??
    findings[0] ??
    unknown('source_down')
  );
}

/** What a person stopped stays stopped; errored ones are restarted first, and alone where that is the fault. */
function stepsFor(subject: Subject, processes: readonly Pm2Process[]): Step[] {
  const errored = processes.filter(({ status }) => status === 'errored');
  const restarts = errored.map((process) => stepOf('restart', process));
  if (subject.service === null && restarts.length > 0) return restarts;
  const hanging = processes.filter(({ status }) => status !== 'errored' && status !== 'stopped');
  return [...restarts, ...hanging.map((process) => stepOf(gentlest(process), process))];
}

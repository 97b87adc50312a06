import { processMemoryHigh } from '../../core/checks/process-memory-high.ts';
import type { ProbeSample } from '../../core/checks/service-down.ts';
import type { Pm2Process } from '../../core/pm2/process.ts';
import { SERVICES } from '../../core/target.ts';
import { bad, type Finding, good, unknown } from '../../core/verdict.ts';
import { type Check, defineAction, type Looking, type Sighting } from '../action.ts';
import { allOnline, gentlest, ProcessPlan, sameRun, shown, stepOf, takeSteps } from './process-steps.ts';
import {
  connectionsTo,
  countApps,
  own,
  ProcessParams,
  processExists,
  processTarget,
  subjectIn,
} from './process-subject.ts';

/**
 * Starts anew, as gently as PM2 can, a process that has been near its memory limit for long: before PM2 does it in the
 * middle of something, and only while its service is well.
 */
export const reloadProcess = defineAction({
  name: 'reload_process',
  incidents: ['process_memory_high'],
  undo: null,
  inOrganisation: false,
  ofProcesses: true,
  params: ProcessParams.extend({ target_kind: ProcessParams.shape.target_kind.extract(['process']) }),
  plan: ProcessPlan,
  canonicalTarget: processTarget,
  exists: processExists,
  population: async (_params, look) => countApps(look),

  async sight(params, look): Promise<Sighting> {
    const subject = subjectIn(params, look);
    const list = await look.listProcesses();
    const processes = list.processes === null ? null : own(subject, list.processes);
    const before = { processes: processes?.map(withMemory) ?? null };
    if (processes === null || processes.length === 0) {
      const saw = processes === null ? 'PM2 did not answer' : 'PM2 lists no such process';
      const objection = { reason: 'evidence_unknown', saw } as const;
      return { finding: unknown('source_down', saw), objection, plan: null, evidence: before, before };
    }
    const finding = worst(processes.map((process) => asTold(process, look)));
    const probe = finding.verdict === 'bad' ? await probeOf(subject.app, look) : null;
    const evidence = { ...before, probe, lists: look.processHistory().samples.length };
    const judged = processes.map((process) => ({ process, finding: asRepaired(process, look) }));
    const steps = judged
      .filter((one) => one.finding.verdict === 'bad')
      .map(({ process }) => stepOf(gentlest(process), process));
    const plan = steps.length === 0 ? null : { steps };
    const objection = objectionTo(finding, worst(judged.map((one) => one.finding)), probe);
    // Memory is never twice the same, and that it was high for long is what speaks for it.
    const restsOn = { processes: processes.map(shown) };
    return { finding, plan, evidence, before, restsOn, ...(objection && { objection }) };
  },

  execute: async (_params, { steps }, act, leave) => takeSteps(steps, act, leave),

  watch(params, look) {
    const subject = subjectIn(params, look);
    return async (): Promise<Check> => {
      const list = await look.listProcesses();
      const processes = list.processes === null ? null : own(subject, list.processes);
      const probe = await probeOf(subject.app, look);
      return {
        finding: worst([
          allOnline(processes),
          serves(probe),
          ...(processes ?? []).map((process) => atPresent(process, look)),
        ]),
        steady: sameRun(processes),
        after: { processes: processes?.map(withMemory) ?? null, probe },
      };
    };
  },
});

/** By the measure with which it is told to people. */
const asTold = (process: Pm2Process, look: Looking) => judge(process, look, look.checks.process_memory_high);

/** By the higher measure from which on it is repaired. */
function asRepaired(process: Pm2Process, look: Looking): Finding {
  const { memory_ratio: ratio, memory_within: within } = look.policies.reload_process;
  return judge(process, look, { ratio, within });
}

/** Whether it is below what is told to people, however long. */
const atPresent = (process: Pm2Process, look: Looking) =>
  judge(process, look, { ratio: look.checks.process_memory_high.ratio, within: 0 });

function judge(process: Pm2Process, look: Looking, limits: { ratio: number; within: number }): Finding {
  if (process.memoryLimitBytes === null) return { ...good, detail: 'PM2 sets it no limit' };
  const { samples, maxAge } = look.processHistory();
  return processMemoryHigh(samples, process, limits, look.clock.now(), maxAge);
}

function objectionTo(told: Finding, repaired: Finding, probe: ProbeSample | null): Sighting['objection'] {
  if (told.verdict !== 'bad') return undefined;
  if (repaired.verdict !== 'bad') {
    const saw = repaired.detail ?? 'it cannot be told for how long it has been so high';
    return { reason: 'below_repair_level', saw };
  }
  if (probe === null || probe.outcome === 'up') return undefined;
  return { reason: 'evidence_unknown', saw: `its service is not well just now: ${probe.detail}` };
}

/** One look at the service that the app is; null where it is none. */
async function probeOf(app: string, look: Looking): Promise<ProbeSample | null> {
  const service = SERVICES.find((name) => look.apps[name] === app);
  if (service === undefined) return null;
  return look.probe(service, connectionsTo(app, await look.listProcesses()));
}

function serves(probe: ProbeSample | null): Finding {
  if (probe === null || probe.outcome === 'up') return good;
  return probe.outcome === 'down' ? bad(probe.detail) : unknown('not_readable', probe.detail);
}

const worst = (findings: readonly Finding[]): Finding =>
  findings.find(({ verdict }) => verdict === 'bad') ??
  findings.find(({ verdict }) => verdict === 'unknown') ??
  findings[0] ??
  unknown('source_down');

const withMemory = (process: Pm2Process) => ({
  ...shown(process),
  memory_bytes: process.memoryBytes,
  memory_limit_bytes: process.memoryLimitBytes,
});

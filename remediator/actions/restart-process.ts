import { z } from 'zod';
import { processErrored } from '../../core/checks/process-state.ts';
import { PROBES_UNTIL_DOWN, type ProbeSample, serviceDown } from '../../core/checks/service-down.ts';
import type { Pm2Process, Pm2Sample } from '../../core/pm2/process.ts';
import type { ServiceName } from '../../core/target.ts';
import { bad, type Finding, good, unknown } from '../../core/verdict.ts';
import { defineAction, type Execution, type Json, type Looking } from '../action.ts';

const BETWEEN_LOOKS_MS = 2_000;
const MAX_AGE_MS = 10_000;
const LISTS_UNTIL_ERRORED = 2;

const Params = z.object({
  incident: z.string(),
  org: z.literal('platform'),
  target_kind: z.enum(['service', 'process']),
  target_id: z.string().regex(/^[A-Za-z0-9._-]{1,64}(:\d{1,6})?$/),
});
type Params = z.infer<typeof Params>;

const Plan = z.object({
  steps: z
    .array(
      z.object({
        verb: z.enum(['restart', 'reload']),
        pm_id: z.int().min(0),
        // As the evidence has it: another process id means that somebody else was faster.
        app: z.string(),
        pid: z.int().min(0),
      }),
    )
    .min(1),
});
type Step = z.infer<typeof Plan>['steps'][number];

/** What the labels name: a service that is probed, or an app of PM2, or one process of it. */
interface Subject {
  readonly app: string;
  readonly pmId: number | null;
  readonly service: ServiceName | null;
}

/**
 * Restarts what PM2 gave up on, by its id so that healthy siblings stay up, and whatever no longer answers:
 * the one process of a simple app, or each worker of a cluster by reload.
 */
export const restartProcess = defineAction({
  name: 'restart_process',
  incidents: ['service_down', 'process_errored'],
  undo: null,
  inOrganisation: false,
  params: Params,
  plan: Plan,

  canonicalTarget(params, apps) {
    const subject = subjectOf(params, apps);
    return subject === null ? null : `process/${subject.app}`;
  },

  async exists(params, look) {
    const subject = subjectIn(params, look);
    if (!Object.values(look.apps).includes(subject.app)) {
      return { found: false, saw: `the configuration expects no app ${subject.app}` };
    }
    const { processes } = await look.listProcesses();
    if (processes === null) return { found: null, saw: 'PM2 did not answer' };
    const count = own(subject, processes).length;
    return { found: count > 0, saw: `processes of this name in PM2's list: ${count}` };
  },

  population: async (_params, look) => new Set(Object.values(look.apps)).size,

  async sight(params, look) {
    const subject = subjectIn(params, look);
    const probes: ProbeSample[] = [];
    const lists: Pm2Sample[] = [];
    const rounds = subject.service === null ? LISTS_UNTIL_ERRORED : PROBES_UNTIL_DOWN;
    for (let round = 0; round < rounds; round++) {
      if (round > 0) await look.clock.sleep(BETWEEN_LOOKS_MS);
      const list = await look.listProcesses();
      lists.push(list);
      if (subject.service === null) continue;
      const probe = await look.probe(subject.service, connectionsTo(subject, list));
      probes.push(probe);
      // Neither can become three failures in a row any more.
      if (probe.outcome !== 'down') break;
    }
    const newest = lists.at(-1)?.processes ?? null;
    const processes = newest === null ? null : own(subject, newest);
    const before: Json = { processes: processes?.map(shown) ?? null };
    const evidence: Json = { ...before, probes };
    const finding = judge(subject, probes, lists, look.clock.now());
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
  },

  async execute(_params, { steps }, act, leave) {
    let done = 0;
    let change = 'there was nothing to do';
    for (const step of steps) {
      const { processes: present } = await act.listProcesses();
      const refusal = await leave.refusal();
      if (refusal !== null) return goNoFurther(refusal);
      if (present === null) return goNoFurther('PM2 did not answer just before the act');
      const changed = changeSince(step, present);
      if (changed === null) {
        if (step.verb === 'reload') await act.pm2.reload(step.pm_id);
        else await act.pm2.restart(step.pm_id);
        done += 1;
      } else change = changed;
    }
    return done > 0 ? { kind: 'done' } : { kind: 'called_off', detail: change };

    function goNoFurther(why: string): Execution {
      if (done === 0) return { kind: 'refused', detail: why };
      throw new Error(`after ${done} of ${steps.length} steps: ${why}`);
    }
  },

  watch(params, look) {
    const subject = subjectIn(params, look);
    const probes: ProbeSample[] = [];
    const lists: Pm2Sample[] = [];
    return async () => {
      const list = await look.listProcesses();
      lists.push(list);
      if (subject.service !== null) {
        probes.push(await look.probe(subject.service, connectionsTo(subject, list)));
      }
      const processes = list.processes === null ? null : left(subject, list.processes);
      const finding = judge(subject, probes.slice(-PROBES_UNTIL_DOWN), lists, look.clock.now());
      return {
        finding: finding.verdict === 'good' ? online(processes) : finding,
        steady: (processes ?? []).map((p) => [p.pmId, p.pid, p.startedAt, p.restarts].join(':')).join(),
        after: { processes: processes?.map(shown) ?? null, probe: probes.at(-1) ?? null },
      };
    };
  },
});

function subjectOf({ target_kind, target_id }: Params, apps: Looking['apps']): Subject | null {
  if (target_kind === 'service') {
    if (!Object.hasOwn(apps, target_id)) return null;
    const service = target_id as ServiceName;
    return { app: apps[service], pmId: null, service };
  }
  const [app = '', pmId] = target_id.split(':');
  return { app, pmId: pmId === undefined ? null : Number(pmId), service: null };
}

/** For labels that were bound before, against the same configuration. */
function subjectIn(params: Params, look: Looking): Subject {
  const subject = subjectOf(params, look.apps);
  if (subject === null) throw new Error(`${params.target_id} is no service`);
  return subject;
}

const own = ({ app, pmId }: Subject, processes: readonly Pm2Process[]) =>
  processes.filter((process) => process.name === app && (pmId === null || process.pmId === pmId));

/** What there is of it; a process that a person deleted is gone for good, and its app is what the fault was about. */
function left(subject: Subject, processes: readonly Pm2Process[]): readonly Pm2Process[] {
  const named = own(subject, processes);
  return named.length > 0 ? named : own({ ...subject, pmId: null }, processes);
}

/** A cluster shares one port: one connection more than it has workers meets each of them. */
const connectionsTo = (subject: Subject, { processes }: Pm2Sample) =>
  own(subject, processes ?? []).length + 1;

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

/** What somebody did to a process after the evidence was taken; null when it is still the same. */
function changeSince({ pm_id, app, pid }: Step, present: readonly Pm2Process[]): string | null {
  const process = present.find((one) => one.pmId === pm_id && one.name === app);
  if (process === undefined) return `process ${pm_id} is gone`;
  if (process.status === 'stopped') return `process ${pm_id} was stopped after the evidence`;
  return process.pid === pid ? null : `process ${pm_id} was started anew after the evidence`;
}

/** A service that answers is not yet well: its processes must be up, too, save what a person stopped. */
function online(processes: readonly Pm2Process[] | null): Finding {
  if (processes === null) return unknown('source_down', 'PM2 did not answer');
  if (processes.length === 0) return bad('PM2 lists no such process');
  const wanted = processes.filter(({ status }) => status !== 'stopped');
  if (wanted.length === 0) return bad('PM2 has it as stopped');
  const offline = wanted.find(({ status }) => status !== 'online');
  return offline === undefined ? good : bad(`process ${offline.pmId} is ${offline.status}`);
}

/** What a person stopped stays stopped; errored ones are restarted first, and alone where that is the fault. */
function stepsFor(subject: Subject, processes: readonly Pm2Process[]): Step[] {
  const step = (verb: Step['verb'], { pmId, name, pid }: Pm2Process): Step => ({
    verb,
    pm_id: pmId,
    app: name,
    pid,
  });
  const errored = processes.filter(({ status }) => status === 'errored');
  const restarts = errored.map((process) => step('restart', process));
  if (subject.service === null && restarts.length > 0) return restarts;
  const hanging = processes.filter(({ status }) => status !== 'errored' && status !== 'stopped');
  return [
    ...restarts,
    ...hanging.map((process) => step(process.execMode === 'cluster' ? 'reload' : 'restart', process)),
  ];
}

const shown = ({ pmId, pid, status, restarts, startedAt, execMode }: Pm2Process): Json => ({
  pm_id: pmId,
  pid,
  status,
  restarts,
  started_at: startedAt === null ? null : new Date(startedAt).toISOString(),
  exec_mode: execMode,
});

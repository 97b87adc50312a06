import { z } from 'zod';
import type { Pm2Process } from '../../core/pm2/process.ts';
import { bad, type Finding, good, unknown } from '../../core/verdict.ts';
import type { Acting, Execution, Json, Leave } from '../action.ts';

/** What is done to processes, one after the other. */
export const ProcessPlan = z.object({
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
export type Step = z.infer<typeof ProcessPlan>['steps'][number];

/** A worker of a cluster is reloaded, since its siblings serve meanwhile; all else can only be restarted. */
export const gentlest = ({ execMode }: Pm2Process): Step['verb'] =>
  execMode === 'cluster' ? 'reload' : 'restart';

export const stepOf = (verb: Step['verb'], { pmId, name, pid }: Pm2Process): Step => ({
  verb,
  pm_id: pmId,
  app: name,
  pid,
});

/** Looks before each step whether the process is still that of the evidence; what is not, is left alone. */
export async function takeSteps(steps: readonly Step[], act: Acting, leave: Leave): Promise<Execution> {
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
}

/** What somebody did to a process after the evidence was taken; null when it is still the same. */
function changeSince({ pm_id, app, pid }: Step, present: readonly Pm2Process[]): string | null {
  const process = present.find((one) => one.pmId === pm_id && one.name === app);
  if (process === undefined) return `process ${pm_id} is gone`;
  if (process.status === 'stopped') return `process ${pm_id} was stopped after the evidence`;
  return process.pid === pid ? null : `process ${pm_id} was started anew after the evidence`;
}

/** Are all processes up, save what a person stopped? */
export function allOnline(processes: readonly Pm2Process[] | null): Finding {
  if (processes === null) return unknown('source_down', 'PM2 did not answer');
  if (processes.length === 0) return bad('PM2 lists no such process');
  const wanted = processes.filter(({ status }) => status !== 'stopped');
  if (wanted.length === 0) return bad('PM2 has it as stopped');
  const offline = wanted.find(({ status }) => status !== 'online');
  return offline === undefined ? good : bad(`process ${offline.pmId} is ${offline.status}`);
}

/** The same as long as none of the processes was started anew. */
export const sameRun = (processes: readonly Pm2Process[] | null): string =>
  (processes ?? []).map((p) => [p.pmId, p.pid, p.startedAt, p.restarts].join(':')).join();

/** What is written down of a process. */
export const shown = ({ pmId, pid, status, restarts, startedAt, execMode }: Pm2Process): Json => ({
  pm_id: pmId,
  pid,
  status,
  restarts,
  started_at: startedAt === null ? null : new Date(startedAt).toISOString(),
  exec_mode: execMode,
});

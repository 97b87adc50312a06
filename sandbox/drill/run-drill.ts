import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { createPm2 } from '../../core/pm2/create-pm2.ts';
import type { Stack } from '../stack/stack.ts';
import { createControl } from './control.ts';
import type { Fault } from './fault.ts';
import { crashAtStart } from './faults/crash-at-start.ts';
import { hang } from './faults/hang.ts';
import { schedulePastEnd } from './faults/schedule-past-end.ts';
import { type FaultResult, judgeFault, judgeHealthy, type Patience } from './judge.ts';
import type { DrillReport } from './report.ts';
import { residentBytes } from './resident-bytes.ts';
import { createWitness } from './witness.ts';

/** The faults of the drill, by the short names that `--only` takes. */
export const FAULT_NAMES = ['crash', 'hang', 'schedule', 'healthy'] as const;
export type FaultName = (typeof FAULT_NAMES)[number];

export interface DrillOptions {
  readonly stack: Stack;
  readonly clock: Clock;
  readonly only: readonly FaultName[];
  readonly patience: Patience;
  /** Told before each fault, and with each result. */
  say(line: string): void;
}

/** Breaks things one after another and judges each from outside; the healthy world comes last. */
export async function runDrill(options: DrillOptions): Promise<DrillReport> {
  const { stack, clock, say, patience } = options;
  if (stack.pm2Home === null) throw new Error('the drill breaks things, and only ever in the sandbox');
  const pm2 = createPm2({ home: stack.pm2Home, timeoutMs: 5_000 });
  const control = createControl(stack.urls.control);
  const witness = () => createWitness(pm2, control, stack.urls.alertmanager, () => clock.now());
  const { web, realtime } = stack.urls;
  const faults: Record<Exclude<FaultName, 'healthy'>, Fault> = {
    crash: crashAtStart('vizora-web', web, control, pm2, clock),
    hang: hang('realtime', 'vizora-realtime', `${realtime}/api/health/live`, control, pm2),
    schedule: schedulePastEnd('acme-signage', control, clock),
  };
  const results: FaultResult[] = [];
  const startedAt = clock.now();
  for (const name of options.only) {
    if (name === 'healthy') continue;
    say(`breaking: ${faults[name].name}`);
    const result = await judgeFault(faults[name], await witness(), clock, patience, (since) =>
      firstOpened(stack.urls.exporter, since),
    );
    say(`${result.ok ? 'as expected' : 'NOT as expected'}: ${result.fault}: ${result.outcome}`);
    results.push(result);
  }
  if (options.only.includes('healthy')) {
    const sameTime = Math.max(clock.now() - startedAt, 60_000);
    say(`watching a healthy world for ${Math.round(sameTime / 1_000)} s`);
    results.push(await judgeHealthy(await witness(), clock, sameTime, patience.step));
  }
  const ours = ['exporter', 'remediator'].filter((name) => stack.supervisor.isRunning(name));
  const resident = ours.map((name) => [name, residentBytes(stack.supervisor.running(name).pid)] as const);
  return {
    ok: results.every((result) => result.ok),
    faults: results,
    resident_bytes: Object.fromEntries(resident),
  };
}

const Incidents = z.object({ incidents: z.array(z.object({ opened_at: z.iso.datetime() })) });

/** When the exporter opened its first incident since then; null when it has none, or does not answer. */
async function firstOpened(exporterUrl: string, since: number): Promise<number | null> {
  try {
    const response = await fetch(`${exporterUrl}/api/v1/incidents`, { signal: AbortSignal.timeout(2_000) });
    const { incidents } = Incidents.parse(await response.json());
    const opened = incidents.map((i) => Date.parse(i.opened_at)).filter((at) => at >= since);
    return opened.length === 0 ? null : Math.min(...opened);
  } catch {
    // A figure for the table only: none is shown.
    return null;
  }
}

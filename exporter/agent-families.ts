import type { AgentName } from '../core/incidents.ts';
import { type Family, type Labels, sampleLine } from '../core/metrics/family.ts';
import type { Agent } from './agent.ts';
import { isComplete, type RunReport } from './run-agent.ts';

/** What the last run of each agent came to; the runs themselves are counted elsewhere. */
export interface AgentStatus {
  readonly agent: Agent;
  readonly intervalMs: number;
  readonly lastRun: RunReport | null;
  /** When a run last saw everything, in ms since the epoch. */
  readonly lastSuccessAt: number | null;
}

/** The status of a run after the one before it. A failed run has seen nothing of what the last one saw. */
export function afterRun(status: AgentStatus, run: RunReport): AgentStatus {
  const checks = run.failure === null ? run.checks : (status.lastRun?.checks ?? []).map(blind);
  const lastSuccessAt = isComplete(run) ? run.endedAt : status.lastSuccessAt;
  return { ...status, lastRun: { ...run, checks }, lastSuccessAt };
}

const blind = (check: RunReport['checks'][number]) => ({ ...check, complete: false });

/** The agents as metrics. An agent that has not run yet has no times and no verdicts, rather than zeros. */
export function agentFamilies(
  statuses: readonly AgentStatus[],
  enabled: ReadonlyMap<AgentName, boolean>,
): Family[] {
  const ran = statuses.flatMap(({ lastRun }) => (lastRun === null ? [] : [lastRun]));
  return [
    gauges('vizora_agent_enabled', '1 if the agent is enabled.', [...enabled], ([agent, on]) => [
      [{ agent }, Number(on)],
    ]),
    gauges(
      'vizora_agent_interval_seconds',
      'Expected time between two runs of the agent.',
      statuses,
      ({ agent, intervalMs }) => [[{ agent: agent.name }, intervalMs / 1_000]],
    ),
    gauges(
      'vizora_agent_last_run_timestamp_seconds',
      'Unix time at which the last run ended, whatever it came to.',
      ran,
      (run) => [[{ agent: run.agent }, run.endedAt / 1_000]],
    ),
    gauges(
      'vizora_agent_last_success_timestamp_seconds',
      'Unix time at which the last run ended that saw everything and reached a verdict on it.',
      statuses,
      ({ agent, lastSuccessAt }) =>
        lastSuccessAt === null ? [] : [[{ agent: agent.name }, lastSuccessAt / 1_000]],
    ),
    gauges('vizora_agent_last_run_duration_seconds', 'Duration of the last run.', ran, (run) => [
      [{ agent: run.agent }, (run.endedAt - run.startedAt) / 1_000],
    ]),
    gauges('vizora_agent_verdicts', 'Items by verdict in the last run of the agent.', ran, (run) =>
      [...run.verdicts].flatMap(([incident, counts]) =>
        Object.entries(counts).map(
          ([verdict, count]): Sample => [{ agent: run.agent, incident, verdict }, count],
        ),
      ),
    ),
    gauges(
      'vizora_agent_scan_complete',
      '1 if the last run saw every item of the check and reached a verdict on each, else 0.',
      ran,
      (run) =>
        run.checks.map(
          ({ incident, org, complete }): Sample => [{ agent: run.agent, incident, org }, Number(complete)],
        ),
    ),
  ];
}

type Sample = [labels: Labels, value: number];

function gauges<T>(
  name: string,
  help: string,
  items: readonly T[],
  samples: (item: T) => readonly Sample[],
): Family {
  const lines = items.flatMap(samples).map(([labels, value]) => sampleLine(name, labels, value));
  return { name, help, type: 'gauge', lines };
}

import type { SeenAlert } from '../../core/alertmanager/all-alertmanagers.ts';
import { INCIDENTS, isIncidentType } from '../../core/incidents.ts';
import type { AgentStatus } from '../agent-families.ts';
import type { ClassOf } from '../incident-families.ts';
import type { RunReport } from '../run-agent.ts';
import type { Repair } from './repairs.ts';
import { matters } from './system-status.ts';

/** What the platform's dashboard page shows of one agent. */
interface AgentResult {
  readonly agent: string;
  readonly timestamp: string;
  readonly durationMs: number;
  readonly issuesFound: number;
  readonly issuesFixed: number;
  readonly issuesEscalated: number;
  /** The page has them from the list of all. */
  readonly incidents: readonly never[];
}

/** When each agent last looked, whatever it came to. */
export const lastRuns = (statuses: readonly AgentStatus[]): Record<string, string> =>
  Object.fromEntries(runsOf(statuses).map((run) => [run.agent, new Date(run.endedAt).toISOString()]));

/**
 * Found is what is wrong now and what was repaired within the last day, fixed the latter: the page takes an agent
 * whose two numbers are equal for one that has nothing left to do.
 */
export function agentResults(
  statuses: readonly AgentStatus[],
  repairs: readonly Repair[],
  escalations: readonly SeenAlert[],
  classOf: ClassOf,
): Record<string, AgentResult> {
  return Object.fromEntries(
    runsOf(statuses).map((run) => {
      const bad = [...run.verdicts.values()].reduce((sum, counts) => sum + counts.bad, 0);
      const fixed = repairs.filter(({ agent, outcome }) => agent === run.agent && outcome === 'fixed').length;
      const escalated = escalations.filter(({ labels: { incident = '', org = '' } }) =>
        isIncidentType(incident) ? INCIDENTS[incident].agent === run.agent && matters(org, classOf) : false,
      );
      const result: AgentResult = {
        agent: run.agent,
        timestamp: new Date(run.endedAt).toISOString(),
        durationMs: Math.round(run.endedAt - run.startedAt),
        issuesFound: bad + fixed,
        issuesFixed: fixed,
        issuesEscalated: escalated.length,
        incidents: [],
      };
      return [run.agent, result];
    }),
  );
}

const runsOf = (statuses: readonly AgentStatus[]): RunReport[] =>
  statuses.flatMap(({ lastRun }) => (lastRun === null ? [] : [lastRun]));

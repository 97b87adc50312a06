/** What each agent is called; the closed list, also the value of the label `agent`. */
export const AGENTS = ['health-guardian', 'schedule-doctor'] as const;
export type AgentName = (typeof AGENTS)[number];

export type Severity = 'critical' | 'warning' | 'info';

interface IncidentKind {
  readonly agent: AgentName;
  /** What is wrong, in one sentence for people. */
  readonly sentence: string;
  /** The worst severity that a rule may give it: decides who is shown first when series are capped. */
  readonly worst_severity: Severity;
}

/**
 * Every incident type there is. An agent may raise only what stands here under its name, and a test
 * holds agents, rules and runbooks to this table.
 */
export const INCIDENTS = {
  service_down: {
    agent: 'health-guardian',
    sentence: 'The service does not answer its liveness probe on loopback.',
    worst_severity: 'critical',
  },
  process_errored: {
    agent: 'health-guardian',
    sentence: 'PM2 has given up restarting the process.',
    worst_severity: 'critical',
  },
  process_stopped: {
    agent: 'health-guardian',
    sentence: 'The process is stopped in PM2, which is what a person does on purpose.',
    worst_severity: 'warning',
  },
  process_missing: {
    agent: 'health-guardian',
    sentence: 'PM2 does not know a process that the configuration expects.',
    worst_severity: 'critical',
  },
  schedule_past_end: {
    agent: 'schedule-doctor',
    sentence: 'The schedule is active although its end date has passed.',
    worst_severity: 'warning',
  },
} as const satisfies Record<string, IncidentKind>;

export type IncidentType = keyof typeof INCIDENTS;

export function isIncidentType(word: string): word is IncidentType {
  return Object.hasOwn(INCIDENTS, word);
}

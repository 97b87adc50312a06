import type { SeenAlert } from '../../core/alertmanager/all-alertmanagers.ts';
import type { Clock } from '../../core/clock.ts';
import type { IncidentType } from '../../core/incidents.ts';
import type { Summary } from '../../core/remediator/summary.ts';
import { PLATFORM, type Target } from '../../core/target.ts';
import { bad } from '../../core/verdict.ts';
import { defineAgent } from '../agent.ts';
import { type AgentStatus, afterRun } from '../agent-families.ts';
import type { Board } from '../board.ts';
import { type Incident, incidentKey, opened } from '../incident.ts';
import type { Notes } from '../notes.ts';
import type { Reading } from '../snapshot.ts';

export const now = Date.parse('2026-11-25T12:00:00Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** A clock that stands still until it is told. */
export function manualClock(at = now): Clock & { at: number } {
  const clock = { at, now: () => clock.at, sleep: async () => undefined };
  return clock;
}

/** An incident that has been open for an hour. */
export function openIncident(
  incident: IncidentType,
  target: Partial<Target> = {},
  since = now - HOUR,
): Incident {
  const service = { kind: 'service', id: 'web', org: PLATFORM, name: 'web' } as const;
  return {
    ...opened(incident, { ...service, ...target }, { verdict: 'bad', detail: 'refused' }, since),
    // As another version may have written it.
    ...(target.name === undefined ? {} : { target: { ...service, ...target } }),
  };
}

export const boardOf = (...incidents: Incident[]): Board =>
  new Map(incidents.map((it) => [incidentKey(it.incident, it.target), it]));

/** An alert that fires on something. */
export function alertOn(
  { incident, target }: Incident,
  severity: string,
  more: Record<string, string> = {},
  state: SeenAlert['state'] = 'active',
): SeenAlert {
  const labels = { incident, org: target.org, target_kind: target.kind, target_id: target.id };
  return alert('ServiceDown', severity, { ...labels, ...more }, state);
}

export function alert(
  alertname: string,
  severity: string,
  more: Record<string, string> = {},
  state: SeenAlert['state'] = 'active',
): SeenAlert {
  const labels = { alertname, severity, org: PLATFORM, ...more };
  return {
    labels,
    fingerprint: JSON.stringify(labels),
    startsAt: now,
    state,
    suppressedBy: [],
    silencedBy: [],
  };
}

export const watchdog = alert('Watchdog', 'none');

const lookers = [
  defineAgent({
    name: 'health-guardian',
    needs: [],
    raises: ['service_down', 'process_missing'],
    inspect: () => [],
  }),
  defineAgent({ name: 'schedule-doctor', needs: [], raises: ['schedule_past_end'], inspect: () => [] }),
];

/** Two agents, having looked a minute ago and found one thing wrong for each incident type that they know. */
export const statuses: readonly AgentStatus[] = lookers.map((agent) => {
  const target: Target = { kind: 'agent', id: agent.name, org: PLATFORM, name: agent.name };
  return afterRun(
    { agent, intervalMs: 60_000, lastRun: null, lastSuccessAt: null },
    {
      agent: agent.name,
      startedAt: now - 61_000,
      endedAt: now - 60_000,
      failure: null,
      statements: agent.raises.map((incident) => ({ incident, target, finding: bad('x') })),
      checks: [],
      verdicts: new Map(agent.raises.map((incident) => [incident, { bad: 1, good: 2, unknown: 3 }])),
      unexamined: [],
    },
  );
});

type Remediation = Summary['remediations'][number];

/** A repair of the web service that began two hours ago and took a minute. */
export const remediation = (special: Partial<Remediation> = {}): Remediation => ({
  id: 'r1',
  action: 'restart_process',
  incident: 'service_down',
  org: PLATFORM,
  target: 'process/vizora-web',
  outcome: 'fixed',
  decided_at: new Date(now - 2 * HOUR).toISOString(),
  executed_at: new Date(now - 2 * HOUR + 1_000).toISOString(),
  finished_at: new Date(now - 2 * HOUR + 60_000).toISOString(),
  ...special,
});

export const summaryOf = (
  remediations: readonly Remediation[],
  refusals: Summary['refusals'] = [],
): Reading<Summary> => ({ at: now, value: { restarts: [], remediations: [...remediations], refusals } });

/** Acme is a customer, demo for trying things out, old is closed. */
export const classOf = (org: string): string =>
  ({ [PLATFORM]: 'none', demo: 'test', old: 'retired' })[org] ?? 'customer';

export const apps = { middleware: 'vizora-middleware', realtime: 'vizora-realtime', web: 'vizora-web' };

/** Notes that outlive who writes them. */
export function memoryNotes(): Notes {
  const kept = new Map<string, string>();
  return {
    read: (topic, schema) => schema.safeParse(JSON.parse(kept.get(topic) ?? 'null')).data ?? null,
    write: (topic, note) => void kept.set(topic, JSON.stringify(note)),
  };
}

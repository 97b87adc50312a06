import type { AgentName } from '../../core/incidents.ts';
import { AGENT_ALERTS } from '../../prometheus/alerts/index.ts';
import { remediesOf } from '../../prometheus/incident-alert.ts';

/** What the night asks for, and no rule does. */
const NIGHTLY: Partial<Record<AgentName, readonly string[]>> = { 'db-maintainer': ['maintain_tables'] };

/** The actions that repair what the agent finds. */
export function actionsOf(agent: AgentName): string[] {
  const asked = AGENT_ALERTS.filter((it) => it.agent === agent)
    .flatMap(({ alerts }) => alerts)
    .flatMap((alert) => [
      ...remediesOf(alert).map(({ action }) => action),
      ...(typeof alert.severity === 'string' ? [] : alert.severity.steps).flatMap(
        ({ remediation }) => remediation ?? [],
      ),
    ]);
  return [...new Set<string>([...asked, ...(NIGHTLY[agent] ?? [])])];
}

/** The types of incident that the agent raises. */
export function incidentsOf(agent: AgentName): string[] {
  return AGENT_ALERTS.filter((it) => it.agent === agent).flatMap(({ alerts }) =>
    alerts.map(({ incident }) => incident),
  );
}

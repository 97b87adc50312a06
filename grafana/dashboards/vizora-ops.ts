import type { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { AGENTS } from '../../core/incidents.ts';
import { frame } from '../frame.ts';
import { agentCard } from '../panels/agent-card.ts';
import { alertGroups } from '../panels/alert-groups.ts';
import { alertList } from '../panels/alert-list.ts';
import { coverageTable } from '../panels/coverage-table.ts';
import { incidentsTable } from '../panels/incidents-table.ts';
import { probesTimeline } from '../panels/probes-timeline.ts';
import { remediationHistory } from '../panels/remediation-history.ts';
import { decisionsByReason, repairsByOutcome } from '../panels/repairs-by-outcome.ts';
import { silencesTable } from '../panels/silences-table.ts';
import { statusFigures } from '../panels/status-figures.ts';
import { timeline } from '../panels/timeline.ts';
import { organisations, places } from '../variables.ts';

/** The home page: is anything wrong, is it being repaired, and can we be believed? */
export function vizoraOps(): DashboardBuilder {
  const dashboard = frame({
    uid: 'vizora-ops',
    title: 'Vizora Ops',
    description: 'What is wrong, what the machine does about it, and how fresh that knowledge is.',
  }).withVariable(organisations());
  for (const place of places()) dashboard.withVariable(place);

  for (const panel of statusFigures()) dashboard.withPanel(panel);
  for (const agent of AGENTS) dashboard.withPanel(agentCard(agent));
  return dashboard
    .withPanel(incidentsTable())
    .withPanel(remediationHistory())
    .withPanel(
      alertList({
        title: 'Alerts',
        description:
          'What fires or is about to; the copy that carries `remediation` is for the machine, the other for people.',
      }),
    )
    .withPanel(
      alertGroups({
        title: 'What Alertmanager holds',
        description:
          'Alerts as Alertmanager groups them, what is silenced or inhibited among them, and the announcement of each ' +
          'repair for ten minutes. It needs a data source of that name.',
      }),
    )
    .withPanel(silencesTable().span(24).height(5))
    .withPanel(repairsByOutcome())
    .withPanel(decisionsByReason())
    .withPanel(probesTimeline())
    .withPanel(
      timeline({
        title: 'Checks',
        description: 'Whether each check saw everything. What it did not see keeps its last verdict.',
        expr: 'min by (agent, incident, org) (vizora_agent_scan_complete{org=~"$org"})',
        legend: '{{incident}} {{org}}',
        good: 'complete',
        bad: 'incomplete',
      }),
    )
    .withPanel(coverageTable());
}

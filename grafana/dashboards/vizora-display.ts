import type { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { frame } from '../frame.ts';
import { seconds } from '../panels/cells.ts';
import { severity } from '../panels/incidents-table.ts';
import { remediationHistory } from '../panels/remediation-history.ts';
import { table } from '../panels/table.ts';
import { timeline } from '../panels/timeline.ts';
import { oneDisplay } from '../variables.ts';

const OF_IT = 'target_kind="display", target_id="$display"';

/** One display, as the table of displays in trouble leads to it. */
export const vizoraDisplay = (): DashboardBuilder =>
  frame({
    uid: 'vizora-display',
    title: 'Vizora display',
    description: 'What has been wrong with one display, and what was done about it; its id stands above.',
  })
    .withVariable(oneDisplay())
    .withPanel(
      timeline({
        title: 'Incidents over time',
        description:
          'When each incident of the display was open; nothing where there is or was none, or nobody could tell.',
        expr: `1 - max by (incident) (vizora_incident_active{${OF_IT}})`,
        legend: '{{incident}}',
        good: 'gone',
        bad: 'open',
      }).span(24),
    )
    .withPanel(
      table({
        title: 'Open now',
        description: 'The alerts of the display, and for how long what they tell has stood.',
        queries: [
          `max by (alertname, severity, incident, org, site, target) (ALERTS{alertstate="firing", ${OF_IT}})`,
          `time() - max by (incident, org, site, target) (vizora_incident_since_timestamp_seconds{${OF_IT}})`,
        ],
        columns: [
          severity,
          { field: 'alertname', title: 'Alert' },
          { field: 'target', title: 'Display' },
          { field: 'org', title: 'Organisation' },
          { field: 'site', title: 'Site' },
          { field: 'Value #B', title: 'Stands for', properties: [seconds] },
        ],
        unit: 'short',
        absent: '-',
      }),
    )
    .withPanel(remediationHistory(`{${OF_IT}}`));

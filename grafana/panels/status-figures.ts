import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { GUARDED_INCIDENT } from '../../prometheus/incident-series.ts';
import { figure } from './figure.ts';
import { mode } from './mode.ts';
import { zeroIfUp } from './source.ts';

const RULE = 'vizora:system_status';
const told =
  '2 * max(vizora_system_status{status="CRITICAL"}) + max(vizora_system_status{status="DEGRADED"})';

/** The top row: the state in one glance. */
export function statusFigures(): PanelBuilder[] {
  return [
    figure({
      title: 'Status',
      description:
        'Of all that is watched, organisations of tests aside: CRITICAL or DEGRADED while an alert of that kind fires.',
      expr: `max(${RULE})`,
      unit: 'short',
      steps: [
        [1, 'orange'],
        [2, 'red'],
      ],
      absent: 'unknown',
      meanings: [
        ['0', 'HEALTHY', 'green'],
        ['1', 'DEGRADED', 'orange'],
        ['2', 'CRITICAL', 'red'],
      ],
    }),
    figure({
      title: 'Since',
      description:
        'Since when the status is what it is, by the exporter; unknown while it does not answer or tells another one.',
      expr: `1000 * max(vizora_system_status_since_timestamp_seconds) and on () (max(${RULE}) == ${told})`,
      unit: 'dateTimeFromNow',
      steps: [],
      first: 'text',
      absent: 'unknown',
    }),
    figure({
      title: 'Incidents open',
      description:
        'Incidents that are open as far as anybody knows; held for an hour while the exporter is away.',
      expr: `count(${GUARDED_INCIDENT}{org=~"$org"} == 1) or ${zeroIfUp('vizora_exporter')}`,
      unit: 'short',
      steps: [[1, 'red']],
      absent: 'unknown',
    }),
    figure({
      title: 'Held unverified',
      description: 'Open incidents that the newest look could neither confirm nor deny.',
      expr: `count(vizora_incident_unverified{org=~"$org"} == 1) or ${zeroIfUp('vizora_exporter')}`,
      unit: 'short',
      steps: [[1, 'orange']],
      absent: 'unknown',
    }),
    figure({
      title: 'Repairing',
      description: 'Repairs that are at work now.',
      expr: `sum(vizora_remediation_in_progress) or ${zeroIfUp('vizora_remediator')}`,
      unit: 'short',
      steps: [[1, 'blue']],
      absent: 'unknown',
    }),
    figure({
      title: 'Given up',
      description: 'Repairs that the machine leaves to people.',
      expr: `count(vizora_remediation_escalated == 1) or ${zeroIfUp('vizora_remediator')}`,
      unit: 'short',
      steps: [[1, 'red']],
      absent: 'unknown',
    }),
    mode(),
    figure({
      title: 'Watchdog age',
      description:
        'How long ago the remediator last heard from Prometheus through Alertmanager: every minute if all is well.',
      expr: 'time() - max(vizora_remediator_last_watchdog_timestamp_seconds > 0)',
      unit: 's',
      steps: [
        [150, 'orange'],
        [300, 'red'],
      ],
      absent: 'never',
    }),
    figure({
      title: 'Waiting for approval',
      description: 'Plans that wait for a person to approve or reject them.',
      expr: 'sum(vizora_remediation_proposals_waiting)',
      unit: 'short',
      steps: [[1, 'blue']],
      absent: 'unknown',
    }),
    figure({
      title: 'Organisations watched',
      description:
        'Share of the organisations of the platform that are looked at; unknown where no super admin is configured.',
      expr: '1 - max(vizora_organizations_unwatched) / (max(vizora_organizations_known) > 0)',
      unit: 'percentunit',
      steps: [
        [0.9, 'orange'],
        [1, 'green'],
      ],
      first: 'red',
      absent: 'unknown',
    }),
    figure({
      title: 'Displays unwatched',
      description: 'Displays of the organisations that nobody looks at.',
      expr: 'max(vizora_displays_unwatched)',
      unit: 'short',
      steps: [[1, 'orange']],
      absent: 'unknown',
    }),
    figure({
      title: 'Checks that saw all',
      description:
        'Share of the checks, of each organisation, whose last look saw everything. What was not seen keeps its verdict.',
      expr: 'avg(vizora_agent_scan_complete{org=~"$org"})',
      unit: 'percentunit',
      steps: [
        [0.9, 'orange'],
        [1, 'green'],
      ],
      first: 'red',
      absent: 'unknown',
    }),
  ];
}

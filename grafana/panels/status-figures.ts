import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { GUARDED_INCIDENT } from '../../prometheus/incident-series.ts';
import { figure } from '../panels/figure.ts';

/** Zero only while the process that would know answers: otherwise there is no figure. */
const zeroIfUp = (job: string) => `(0 * max(up{job="${job}"} == 1))`;

/** The top row: the state in one glance. */
export function figures(): PanelBuilder[] {
  return [
    figure({
      title: 'Open incidents',
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
    figure({
      title: 'Mode',
      description: 'What the remediator may do: act, observe (decides, changes nothing) or off.',
      expr: 'max by (mode) (vizora_remediator_mode) == 1',
      unit: 'short',
      steps: [],
      absent: 'unknown',
      name: '{{mode}}',
    }),
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
  ];
}

import { AnnotationQueryBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { PROMETHEUS } from './panels/source.ts';

/** What is marked on the time of every dashboard: what went wrong, what was repaired, and what was deployed. */
export const annotationsOfAll = (): AnnotationQueryBuilder[] => [
  annotation(
    'Alerts',
    'orange',
    'max by (alertname, target) (ALERTS{alertstate="firing", severity!="none", remediation=""})',
    '{{alertname}} {{target}}',
  ),
  annotation(
    'Repairs',
    'blue',
    'sum by (action, outcome) (increase(vizora_remediations_total[1m])) > 0',
    '{{action}}: {{outcome}}',
  ),
  annotation(
    'Starts of processes',
    'purple',
    'max by (name) (changes(vizora_pm2_process_start_timestamp_seconds[2m])) > 0',
    '{{name}} was started',
  ),
  annotation(
    'Deployments of Vizora Ops',
    'purple',
    'count by (version) (vizora_exporter_build_info)' +
      ' unless count by (version) (last_over_time(vizora_exporter_build_info[1h] offset 2m))',
    'exporter {{version}}',
  ),
];

function annotation(name: string, color: string, expr: string, title: string): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name(name)
    .datasource(PROMETHEUS)
    .enable(true)
    .iconColor(color)
    .expr(expr)
    .step('60s')
    .titleFormat(title);
}

import {
  AnnotationQueryBuilder,
  ConstantVariableBuilder,
  DashboardBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableHide,
  type VariableModel,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { loopback } from '../../prometheus/places.ts';
import { alertList } from '../panels/alert-list.ts';
import { bars } from '../panels/bars.ts';
import { PROMETHEUS } from '../panels/source.ts';
import { timeline } from '../panels/timeline.ts';
import { agentsTable } from './agents-table.ts';
import { figures } from './figures.ts';
import { incidentsTable } from './incidents-table.ts';

/** The home page: is anything wrong, is it being repaired, and can we be believed? */
export function vizoraOps(): DashboardBuilder {
  const dashboard = new DashboardBuilder('Vizora Ops')
    .uid('vizora-ops')
    .description('What is wrong, what the machine does about it, and how fresh that knowledge is.')
    .tags(['vizora-ops'])
    .readonly()
    .time({ from: 'now-6h', to: 'now' })
    .refresh('1m')
    .withVariable(new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'))
    .withVariable(
      new QueryVariableBuilder('org')
        .label('Organisation')
        .datasource(PROMETHEUS)
        .query('label_values(vizora_agent_scan_complete, org)')
        .refresh(VariableRefresh.OnTimeRangeChanged)
        .multi(true)
        .includeAll(true)
        .allValue('.*'),
    )
    .withVariable(hidden('runbooks', loopback.runbook_base_url))
    .withVariable(hidden('alertmanager', `http://${loopback.alertmanager}`))
    .annotation(
      annotation(
        'Alerts',
        'orange',
        'max by (alertname, target) (ALERTS{alertstate="firing", severity!="none", remediation=""})',
        '{{alertname}} {{target}}',
      ),
    )
    .annotation(
      annotation(
        'Repairs',
        'blue',
        'sum by (action, outcome) (increase(vizora_remediations_total[1m])) > 0',
        '{{action}}: {{outcome}}',
      ),
    );

  for (const panel of figures()) dashboard.withPanel(panel);
  return dashboard
    .withPanel(incidentsTable())
    .withPanel(agentsTable())
    .withPanel(
      alertList({
        title: 'Alerts',
        description:
          'What fires or is about to; the copy that carries `remediation` is for the machine, the other for people.',
      }),
    )
    .withPanel(
      bars(
        {
          title: 'Repairs by outcome',
          description: 'Repairs that ended; only `fixed` was verified to have helped.',
        },
        'vizora_remediations_total',
        'outcome',
      ),
    )
    .withPanel(
      bars(
        {
          title: 'Decisions by reason',
          description: 'What the remediator decided on each alert, and the gate that refused.',
        },
        'vizora_remediation_decisions_total',
        'reason',
      ),
    )
    .withPanel(
      timeline({
        title: 'Services',
        description: 'The liveness probe of each service over loopback. A gap is a time without a probe.',
        expr: 'min by (service) (vizora_probe_success)',
        legend: '{{service}}',
        good: 'up',
        bad: 'down',
      }),
    )
    .withPanel(
      timeline({
        title: 'Checks',
        description: 'Whether each check saw everything. What it did not see keeps its last verdict.',
        expr: 'min by (agent, incident, org) (vizora_agent_scan_complete{org=~"$org"})',
        legend: '{{incident}} {{org}}',
        good: 'complete',
        bad: 'incomplete',
      }),
    );
}

/** A setting of the dashboard that links use, to be changed in one place. */
function hidden(name: string, value: string): { build(): VariableModel } {
  return {
    build: () => ({
      ...new ConstantVariableBuilder(name).value(value).build(),
      hide: VariableHide.HideVariable,
    }),
  };
}

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

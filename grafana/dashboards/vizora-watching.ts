import type { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { frame } from '../frame.ts';
import { agentTable, verdictLines } from '../panels/agent-panels.ts';
import { yesIsGood } from '../panels/cells.ts';
import { heading } from '../panels/heading.ts';
import { lines } from '../panels/lines.ts';
import { accountTable, suppressedTable, unavailableTable, unwatchedTable } from '../panels/seen-by-us.ts';
import { table } from '../panels/table.ts';
import { timeline } from '../panels/timeline.ts';
import { watchingFigures } from '../panels/watching-figures.ts';

/** Whether those who watch can be believed: the agents, what they may read, and who is told. */
export function vizoraWatching(): DashboardBuilder {
  const dashboard = frame({
    uid: 'vizora-watching',
    title: 'Vizora Ops itself',
    description:
      'Whether what we know is whole and fresh: scrapes, agents, accounts, the API budget, messages.',
  });
  for (const panel of watchingFigures()) dashboard.withPanel(panel);
  dashboard
    .withPanel(
      timeline({
        title: 'Scrapes',
        description:
          'Whether Prometheus could read each job. While it could not, what is shown of it is old.',
        expr: 'min by (job) (up{job!=""})',
        legend: '{{job}}',
        good: 'read',
        bad: 'not read',
      }),
    )
    .withPanel(
      lines({
        title: 'Failures to keep state',
        description:
          'Times when the exporter could not write what is open, and status documents that did not arrive.',
        queries: [
          ['sum(increase(vizora_exporter_store_failures_total[$__rate_interval]))', 'state not written'],
          [
            'sum by (reason) (increase(vizora_status_delivery_failures_total[$__rate_interval]))',
            'status: {{reason}}',
          ],
        ],
        unit: 'short',
      }).height(7),
    )
    .withPanel(agentTable());
  for (const panel of verdictLines()) dashboard.withPanel(panel);
  return dashboard
    .withRow(heading('What may be read'))
    .withPanel(accountTable())
    .withPanel(unwatchedTable())
    .withPanel(unavailableTable())
    .withPanel(suppressedTable())
    .withPanel(
      lines({
        title: 'Requests of ours to the API',
        description: 'Requests a second by route, those that our own budget refused among them.',
        queries: [['sum by (route) (rate(vizora_api_requests_total[$__rate_interval]))', '{{route}}']],
        unit: 'reqps',
      }),
    )
    .withPanel(
      lines({
        title: 'Requests that failed',
        description: 'Requests of ours that brought nothing, by the reason.',
        queries: [
          ['sum by (reason) (increase(vizora_api_requests_failed_total[$__rate_interval]))', '{{reason}}'],
        ],
        unit: 'short',
      }),
    )
    .withRow(heading('Who is told'))
    .withPanel(
      table({
        title: 'Channels',
        description: 'The channels over which we write to people ourselves; alerts go through Alertmanager.',
        queries: [
          'min by (channel) (vizora_notification_channel_configured)',
          'time() - max by (channel) (vizora_report_last_sent_timestamp_seconds)',
          'round(sum by (channel) (increase(vizora_notifications_total[24h])))',
          'round(sum by (channel) (increase(vizora_notifications_failed_total[24h])))',
        ],
        columns: [
          { field: 'channel', title: 'Channel' },
          { field: 'Value #A', title: 'Usable', properties: yesIsGood },
          { field: 'Value #B', title: 'Last sent, ago', properties: [{ id: 'unit', value: 's' }] },
          { field: 'Value #C', title: 'Tried in 24 h' },
          { field: 'Value #D', title: 'Failed in 24 h' },
        ],
        unit: 'short',
        absent: 'never',
      }).span(12),
    )
    .withPanel(
      table({
        title: 'Tests of the ways to people',
        description:
          'Whether the last test message got through on each way that Alertmanager tells people on, and when that was.',
        queries: [
          'min by (way) (vizora_notification_test_delivered)',
          '1000 * min by (way) (vizora_notification_test_timestamp_seconds)',
        ],
        columns: [
          { field: 'way', title: 'Way' },
          { field: 'Value #A', title: 'Got through', properties: yesIsGood },
          { field: 'Value #B', title: 'Tried', properties: [{ id: 'unit', value: 'dateTimeFromNow' }] },
        ],
        unit: 'short',
        absent: 'never',
      }).span(12),
    )
    .withPanel(
      table({
        title: 'What runs',
        description: 'The versions of exporter and remediator, and of the Node that they run on.',
        queries: [
          'max by (job, version, nodeversion) (vizora_exporter_build_info)',
          'max by (job, version, nodeversion) (vizora_remediator_build_info)',
        ],
        columns: [
          { field: 'job', title: 'Job' },
          { field: 'version', title: 'Version' },
          { field: 'nodeversion', title: 'Node' },
        ],
        unit: 'short',
        absent: '-',
      }).span(12),
    );
}

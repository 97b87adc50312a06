import type { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { frame } from '../frame.ts';
import { gauges } from '../panels/gauges.ts';
import { heading } from '../panels/heading.ts';
import { lines } from '../panels/lines.ts';
import { trafficPanels } from '../panels/native-traffic.ts';
import { platformFigures } from '../panels/platform-figures.ts';
import { probesTimeline } from '../panels/probes-timeline.ts';
import { processLines, processTable } from '../panels/process-panels.ts';
import { backupTable, databaseLines, databaseTables, redisLines } from '../panels/server-panels.ts';
import { timeline } from '../panels/timeline.ts';
import { usedShare } from '../panels/used-share.ts';

/** The platform itself: its services, its processes, and the servers below it. */
export function vizoraPlatform(): DashboardBuilder {
  const dashboard = frame({
    uid: 'vizora-platform',
    title: 'Vizora platform',
    description:
      'Traffic, errors and latency, processes, heartbeats, and the servers that the platform stands on.',
  });
  for (const panel of platformFigures()) dashboard.withPanel(panel);
  dashboard
    .withPanel(probesTimeline())
    .withPanel(
      timeline({
        title: 'Readiness',
        description:
          'Whether each service said that it is ready. One that lives and is not ready lacks something.',
        expr: 'min by (service) (vizora_service_ready)',
        legend: '{{service}}',
        good: 'ready',
        bad: 'not ready',
      }),
    )
    .withPanel(
      timeline({
        title: 'Dependencies',
        description: 'Whether each party reached what it depends on: the services by their own word, and we.',
        expr: 'min by (dependency, seen_by) (vizora_dependency_up)',
        legend: '{{dependency}} seen by {{seen_by}}',
        good: 'reached',
        bad: 'not reached',
      }),
    )
    .withPanel(
      lines({
        title: 'Duration of probes',
        description: 'How long each service took to answer its liveness probe, its slowest connection.',
        queries: [['max by (service) (vizora_probe_duration_seconds)', '{{service}}']],
        unit: 's',
        steps: [[2, 'orange']],
      }).height(7),
    )
    .withRow(heading('Traffic'));
  for (const panel of trafficPanels()) dashboard.withPanel(panel);
  dashboard
    .withPanel(
      lines({
        title: 'Heartbeats',
        description: 'Heartbeats of displays a second, by whether the gateway took them.',
        queries: [
          [
            'sum by (success) (rate(vizora_realtime_heartbeats_total[$__rate_interval]))',
            'taken: {{success}}',
          ],
        ],
        unit: 'ops',
      }),
    )
    .withPanel(
      lines({
        title: 'Connections of displays',
        description:
          'Displays that the gateway says are online, by organisation; one without any has no line.',
        queries: [
          ['sum by (organization_id) (devices_online{job="vizora_realtime"})', '{{organization_id}}'],
        ],
        unit: 'short',
      }),
    )
    .withRow(heading('What PM2 runs'))
    .withPanel(processTable());
  for (const panel of processLines()) dashboard.withPanel(panel);
  dashboard.withRow(heading('PostgreSQL and Redis'));
  for (const panel of databaseLines()) dashboard.withPanel(panel);
  dashboard.withPanel(databaseTables());
  for (const panel of redisLines()) dashboard.withPanel(panel);
  return dashboard
    .withRow(heading('Disks, logs, backups and certificates'))
    .withPanel(
      usedShare({
        title: 'Disks of the host',
        description: 'Used share of the disk on which each folder lies.',
        expr: 'max by (target_id) (vizora_storage_used_ratio{target_kind="host"})',
      }),
    )
    .withPanel(
      lines({
        title: 'Free on disks, and growth',
        description: 'What is free for everybody on the disk of each folder, and how large the database is.',
        queries: [
          ['min by (folder) (vizora_disk_available_bytes)', 'free for {{folder}}'],
          ['max(vizora_database_size_bytes)', 'database'],
        ],
        unit: 'bytes',
      }),
    )
    .withPanel(
      lines({
        title: 'Logs',
        description: 'Size of the logs that PM2 writes for each app, rotated ones aside.',
        queries: [['max by (app) (vizora_log_bytes)', '{{app}}']],
        unit: 'bytes',
      }),
    )
    .withPanel(backupTable())
    .withPanel(
      gauges({
        title: 'Certificates end in',
        description: 'Time until the first certificate of each public address ends.',
        queries: [
          [
            'min by (target) (vizora_probe_tls_earliest_cert_expiry_timestamp_seconds) - time()',
            '{{target}}',
          ],
        ],
        unit: 's',
        first: 'red',
        steps: [
          [259_200, 'orange'],
          [1_209_600, 'green'],
        ],
        absent: 'none watched',
      }),
    )
    .withPanel(
      gauges({
        title: 'How full the servers are',
        description:
          'Share of the connections of PostgreSQL that are taken, and of the memory of Redis that is used.',
        queries: [
          ['max(vizora_database_connections) / max(vizora_database_connections_max)', 'connections'],
          ['max(vizora_redis_memory_used_bytes) / max(vizora_redis_memory_max_bytes)', 'memory of Redis'],
        ],
        unit: 'percentunit',
        steps: [
          [0.8, 'orange'],
          [0.9, 'red'],
        ],
        max: 1,
        absent: 'unknown',
      }),
    );
}

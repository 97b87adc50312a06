import type { Settings } from '../../sandbox/stack/ops-config.ts';

/** The shipped settings of the exporter with every wait made short, and room for as many looks. */
export const watchSettings: Settings = {
  vizora: {
    request_budget: {
      per_second: 1_000,
      per_minute: 100_000,
      per_hour: 1_000_000,
      logins_per_minute: 1_000,
    },
  },
  exporter: {
    agents: {
      'health-guardian': { interval: '2s', probe_interval: '2s' },
      'content-lifecycle': { interval: '2s' },
      'fleet-manager': { interval: '2s' },
      'schedule-doctor': { interval: '2s' },
      'ops-reporter': { interval: '2s' },
      'db-maintainer': { interval: '2s' },
    },
    resolved_hold: '10m',
    checks: {
      service_stuck: { after: '4s' },
      process_memory_high: { within: '4s' },
      restart_storm: { within: '30s' },
      content_thumbnail_missing: { enabled: true },
      status_not_delivered: { after: '40s' },
      alertmanager_unreachable: { after: '4s' },
      vacuum_overdue: { dead_rows: 5_000, after: '1s' },
      log_oversized: { bytes: 5_000_000 },
      connections_high: { ratio: 0.6 },
    },
  },
  timezone: 'UTC',
};

/** What each agent is called; the closed list, also the value of the label `agent`. */
export const AGENTS = [
  'health-guardian',
  'content-lifecycle',
  'fleet-manager',
  'schedule-doctor',
  'ops-reporter',
  'db-maintainer',
] as const;
export type AgentName = (typeof AGENTS)[number];

export type Severity = 'critical' | 'warning' | 'info';

interface IncidentKind {
  readonly agent: AgentName;
  /** What is wrong, in one sentence for people. */
  readonly sentence: string;
  /** The worst severity that a rule may give it: decides who is shown first when series are capped. */
  readonly worst_severity: Severity;
}

/**
 * Every incident type there is. An agent may raise only what stands here under its name, and a test
 * holds agents, rules and runbooks to this table.
 */
export const INCIDENTS = {
  service_down: {
    agent: 'health-guardian',
    sentence: 'The service does not answer its liveness probe on loopback.',
    worst_severity: 'critical',
  },
  service_stuck: {
    agent: 'health-guardian',
    sentence: 'The service lives, but has lost a dependency that is well, and does not come back to it.',
    worst_severity: 'critical',
  },
  dependency_down: {
    agent: 'health-guardian',
    sentence: 'A server that the platform depends on is out of its reach.',
    worst_severity: 'critical',
  },
  process_errored: {
    agent: 'health-guardian',
    sentence: 'PM2 has given up restarting the process.',
    worst_severity: 'critical',
  },
  process_stopped: {
    agent: 'health-guardian',
    sentence: 'The process is stopped in PM2, which is what a person does on purpose.',
    worst_severity: 'warning',
  },
  process_missing: {
    agent: 'health-guardian',
    sentence: 'PM2 does not know a process that the configuration expects.',
    worst_severity: 'critical',
  },
  process_memory_high: {
    agent: 'health-guardian',
    sentence: 'The process uses nearly all the memory that PM2 allows it.',
    worst_severity: 'warning',
  },
  restart_storm: {
    agent: 'health-guardian',
    sentence: 'The process keeps restarting by itself.',
    worst_severity: 'critical',
  },
  edge_unreachable: {
    agent: 'health-guardian',
    sentence: 'The public address does not answer while the service behind it does.',
    worst_severity: 'critical',
  },
  content_expired: {
    agent: 'content-lifecycle',
    sentence: 'The content is active although it expired, and the platform has missed it.',
    worst_severity: 'warning',
  },
  content_orphaned: {
    agent: 'content-lifecycle',
    sentence: 'Nothing refers to the content, and nothing has for a long time.',
    worst_severity: 'info',
  },
  storage_high: {
    agent: 'content-lifecycle',
    sentence: 'The storage is nearly full.',
    worst_severity: 'critical',
  },
  content_too_large: {
    agent: 'content-lifecycle',
    sentence: 'The file is too large for displays to load it in reasonable time.',
    worst_severity: 'info',
  },
  playlist_item_undeliverable: {
    agent: 'content-lifecycle',
    sentence: 'The playlist holds content that is not delivered any more.',
    worst_severity: 'warning',
  },
  content_thumbnail_missing: {
    agent: 'content-lifecycle',
    sentence: 'The image or video has no thumbnail.',
    worst_severity: 'info',
  },
  display_offline: {
    agent: 'fleet-manager',
    sentence: 'The display has not been heard of.',
    worst_severity: 'critical',
  },
  display_error: {
    agent: 'fleet-manager',
    sentence: 'The display reports an error.',
    worst_severity: 'warning',
  },
  site_offline: {
    agent: 'fleet-manager',
    sentence: 'All displays of the place are offline.',
    worst_severity: 'critical',
  },
  display_without_content: {
    agent: 'fleet-manager',
    sentence: 'The display is online and has nothing to show.',
    worst_severity: 'warning',
  },
  schedule_past_end: {
    agent: 'schedule-doctor',
    sentence: 'The schedule is active although its end date has passed.',
    worst_severity: 'warning',
  },
  schedule_orphaned: {
    agent: 'schedule-doctor',
    sentence: 'The schedule aims at a display that no longer exists.',
    worst_severity: 'warning',
  },
  schedule_target_unreachable: {
    agent: 'schedule-doctor',
    sentence: 'The schedule aims at what cannot show it: an empty group, a disabled or unpaired display.',
    worst_severity: 'warning',
  },
  schedule_empty_playlist: {
    agent: 'schedule-doctor',
    sentence: 'The schedule plays a playlist from which nothing can be delivered.',
    worst_severity: 'warning',
  },
  schedule_conflict: {
    agent: 'schedule-doctor',
    sentence: 'Two schedules of equal priority claim the display at the same time.',
    worst_severity: 'warning',
  },
  status_not_delivered: {
    agent: 'ops-reporter',
    sentence: 'The status document does not arrive at the platform.',
    worst_severity: 'warning',
  },
  alertmanager_unreachable: {
    agent: 'ops-reporter',
    sentence: 'Alertmanager cannot be reached, so alerts reach nobody.',
    worst_severity: 'critical',
  },
  digest_not_sent: {
    agent: 'ops-reporter',
    sentence: 'The daily digest could not be sent.',
    worst_severity: 'warning',
  },
  channel_not_configured: {
    agent: 'ops-reporter',
    sentence: 'No channel is configured on which people could be told.',
    worst_severity: 'warning',
  },
  vacuum_overdue: {
    agent: 'db-maintainer',
    sentence: 'The table holds many dead rows and has not been vacuumed.',
    worst_severity: 'warning',
  },
  table_missing: {
    agent: 'db-maintainer',
    sentence: 'A table that is to be maintained does not exist.',
    worst_severity: 'warning',
  },
  backup_stale: {
    agent: 'db-maintainer',
    sentence: 'The newest backup is too old or of no use, or there is none.',
    worst_severity: 'critical',
  },
  backup_shrunk: {
    agent: 'db-maintainer',
    sentence: 'The newest backup is empty, or much smaller than one before it.',
    worst_severity: 'warning',
  },
  redis_memory_high: {
    agent: 'db-maintainer',
    sentence: 'Redis uses nearly all the memory that it may.',
    worst_severity: 'warning',
  },
  log_oversized: {
    agent: 'db-maintainer',
    sentence: 'The logs of the process have grown beyond measure.',
    worst_severity: 'warning',
  },
  connections_high: {
    agent: 'db-maintainer',
    sentence: 'The database has nearly no connection left.',
    worst_severity: 'critical',
  },
} as const satisfies Record<string, IncidentKind>;

export type IncidentType = keyof typeof INCIDENTS;

export const INCIDENT_TYPES = Object.keys(INCIDENTS) as readonly IncidentType[];

export function isIncidentType(word: string): word is IncidentType {
  return Object.hasOwn(INCIDENTS, word);
}

/** What its alert is called: `service_down` becomes `ServiceDown`. */
export function alertNameOf(incident: IncidentType): string {
  return incident.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

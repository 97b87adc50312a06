import type { AgentAlerts } from '../incident-alert.ts';

/** What stores the platform's data: PostgreSQL, Redis, logs and backups. */
export const dbMaintainer: AgentAlerts = {
  agent: 'db-maintainer',
  alerts: [
    {
      incident: 'vacuum_overdue',
      severity: 'warning',
      remediation: 'vacuum_tables',
      summary: 'The table {{ $labels.target_id }} is full of dead rows',
      description:
        'Many rows of {{ $labels.target_id }} are dead, and it was not vacuumed for more than a day: it grows, and ' +
        'queries on it get slower. It is vacuumed automatically where that is allowed.',
    },
    {
      incident: 'table_missing',
      severity: 'warning',
      summary: 'The table {{ $labels.target_id }} does not exist',
      description:
        'The setting vizora.tables names {{ $labels.target_id }}, and the database has no such table: it was renamed ' +
        'by a migration, or we look at another database. It is not maintained.',
    },
    {
      incident: 'backup_stale',
      severity: 'critical',
      summary: 'There is no recent backup in {{ $labels.target_id }}',
      description:
        'The newest backup in {{ $labels.target_id }} is older than a day, empty or damaged, or there is none: ' +
        'what was changed since the last good one would be lost with the disk.',
    },
    {
      incident: 'backup_shrunk',
      severity: 'warning',
      summary: 'The newest backup in {{ $labels.target_id }} is much smaller',
      description:
        'The newest backup in {{ $labels.target_id }} is empty, or has less than half the size of a recent one: it ' +
        'may be cut off or of the wrong database. Keep the older one.',
    },
    {
      incident: 'redis_memory_high',
      severity: 'warning',
      summary: 'Redis has nearly no memory left',
      description:
        'Redis uses nearly all the memory that it may. Beyond that it drops keys or refuses to write, and sessions, ' +
        'the lock-out of logins and the queue of device commands live there.',
    },
    {
      incident: 'log_oversized',
      severity: 'warning',
      remediation: 'trim_logs',
      summary: 'The logs of {{ $labels.target_id }} have grown beyond measure',
      description:
        'The logs that PM2 writes for {{ $labels.target }} are larger than they may be together. ' +
        'They fill the disk on which the database lies, too. Their ends are kept when they are trimmed.',
    },
    {
      incident: 'connections_high',
      severity: 'critical',
      summary: 'PostgreSQL has nearly no connection left',
      description:
        'Most of the connections that PostgreSQL allows are taken. When none is left every request of the platform ' +
        'that needs the database fails.',
    },
  ],
};

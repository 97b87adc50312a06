import type { AgentAlerts } from '../incident-alert.ts';

/** Contents that should no longer be there, or cannot be shown, and the storage that they fill. */
export const contentLifecycle: AgentAlerts = {
  agent: 'content-lifecycle',
  alerts: [
    {
      incident: 'content_expired',
      severity: 'warning',
      remediation: 'archive_content',
      summary: 'A content of {{ $labels.org }} is active after it expired',
      description:
        'The content {{ $labels.target }} ({{ $labels.target_id }}) of {{ $labels.org }} has expired, and the ' +
        "platform's hourly sweep has missed it: it may still be shown. " +
        'It is archived automatically where that is allowed.',
    },
    {
      incident: 'content_orphaned',
      severity: 'info',
      remediation: 'archive_content',
      summary: 'Nothing in {{ $labels.org }} uses a content any more',
      description:
        'No playlist, layout or replacement of {{ $labels.org }} refers to {{ $labels.target }} ' +
        '({{ $labels.target_id }}), and it is old. It takes storage for nothing. ' +
        'It is archived automatically where that is allowed, or where a person approves.',
    },
    {
      incident: 'storage_high',
      severity: {
        by: 'storage_used_ratio',
        steps: [{ severity: 'warning' }, { from: 0.9, severity: 'critical' }],
      },
      remediation: [
        { action: 'archive_oldest_inactive', target_kind: 'organization', severity: 'critical' },
        { action: 'trim_logs', target_kind: 'host', severity: 'critical' },
      ],
      summary: 'The storage of {{ $labels.target_kind }} {{ $labels.target_id }} is nearly full',
      description:
        'Most of the storage of {{ $labels.target_kind }} {{ $labels.target_id }} is used; critical from 90 % on. ' +
        'When it is full, uploads fail, and on a disk of the host so do the database and the logs.',
    },
    {
      incident: 'content_too_large',
      severity: 'info',
      summary: 'A content of {{ $labels.org }} is very large',
      description:
        'The file of {{ $labels.target }} ({{ $labels.target_id }}) of {{ $labels.org }} is larger than displays ' +
        'load in reasonable time: they may stay dark or show something else meanwhile.',
    },
    {
      incident: 'playlist_item_undeliverable',
      severity: 'warning',
      summary: 'A playlist of {{ $labels.org }} holds what is no longer delivered',
      description:
        'The playlist {{ $labels.target }} ({{ $labels.target_id }}) of {{ $labels.org }} holds archived or expired ' +
        'content: displays skip it, and show nothing at all where nothing else is left.',
    },
    {
      incident: 'content_thumbnail_missing',
      severity: 'info',
      summary: 'A content of {{ $labels.org }} has no thumbnail',
      description:
        'The image or video {{ $labels.target }} ({{ $labels.target_id }}) of {{ $labels.org }} has no thumbnail. ' +
        'Displays do not mind; people cannot see in the dashboard what it is.',
    },
  ],
};

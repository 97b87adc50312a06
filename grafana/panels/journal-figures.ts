import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { figure } from './figure.ts';

/** Can the record of what was decided and done be believed? */
export const journalFigures = (): PanelBuilder[] => [
  figure({
    title: 'Journal intact',
    description: 'Whether every record was found as it was written the last time it was checked.',
    expr: 'min(vizora_remediator_journal_intact)',
    unit: 'short',
    steps: [[1, 'green']],
    first: 'red',
    absent: 'unknown',
    meanings: [
      ['1', 'yes', 'green'],
      ['0', 'no', 'red'],
    ],
  }),
  figure({
    title: 'Journal checked, ago',
    description: 'How long ago the journal was last checked as a whole: at each start and daily.',
    expr: 'time() - max(vizora_remediator_journal_verified_timestamp_seconds)',
    unit: 's',
    steps: [
      [93_600, 'orange'],
      [180_000, 'red'],
    ],
    absent: 'never',
  }),
  figure({
    title: 'Records',
    description: 'Records in the journal. It never becomes shorter by itself.',
    expr: 'max(vizora_remediator_journal_height)',
    unit: 'short',
    steps: [],
    absent: 'unknown',
  }),
  figure({
    title: 'Reconciled, ago',
    description: 'How long ago Alertmanager was last asked for all its alerts and answered.',
    expr: 'time() - max(vizora_remediator_last_reconcile_success_timestamp_seconds)',
    unit: 's',
    steps: [
      [120, 'orange'],
      [300, 'red'],
    ],
    absent: 'never',
  }),
  figure({
    title: 'Undelivered',
    description: 'Alerts that were found by asking although no webhook had brought them.',
    expr: 'max(vizora_remediator_alerts_undelivered)',
    unit: 'short',
    steps: [[1, 'orange']],
    absent: 'unknown',
  }),
  figure({
    title: 'Errors in 24 h',
    description: 'Decisions and repairs that broke, and announcements that Alertmanager did not take.',
    expr:
      'sum(increase(vizora_remediator_engine_errors_total[24h]))' +
      ' + sum(increase(vizora_remediator_announcements_failed_total[24h]))',
    unit: 'short',
    steps: [[0.5, 'red']],
    absent: 'unknown',
  }),
];

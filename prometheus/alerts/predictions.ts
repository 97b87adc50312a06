import type { Severity } from '../../core/incidents.ts';
import { type AlertText, annotations, ofItsOrganisation } from '../annotations.ts';
import type { Durations } from '../durations.ts';
import { DAY } from '../levels.ts';
import type { MonitoringPlaces } from '../places.ts';
import type { AlertingRule, RuleGroup } from '../rule.ts';

const DISK = 'host:disk_available_bytes:min';
const QUOTA = 'org:storage_left_bytes:min';

/**
 * What leads to an end that lies so far ahead: the straight line through a range, of which at least three quarters
 * must be known, and that it was no single step which drew the line.
 */
interface Trend {
  readonly ahead: number;
  readonly over: { readonly range: string; readonly steps: number };
  /** In each of these less became free, too. */
  readonly falls_in: readonly string[];
  /** In this one nothing was freed. */
  readonly holds_in?: string;
}

/** Shorter than the trend must last: what was written at once has left it by then. */
const LATELY = '[45m:1m]';

const WITHIN_A_DAY: Trend = {
  ahead: DAY,
  over: { range: '[6h:5m]', steps: 72 },
  falls_in: [LATELY],
};
const WITHIN_DAYS: Trend = {
  ahead: 4 * DAY,
  over: { range: '[1d:15m]', steps: 96 },
  falls_in: ['[6h:5m]', LATELY],
};
/** People upload by day and at once: only what has grown on two days in a row is a trend. */
const DAY_AFTER_DAY: Trend = {
  ahead: 4 * DAY,
  over: { range: '[2d:30m]', steps: 96 },
  falls_in: ['[1d:15m]', '[1d:15m] offset 1d'],
  holds_in: '[6h:5m]',
};

/** What will be full, long before it is: more than half of it is used, and it goes on as it has for hours. */
export const predictions = (durations: Durations, places: MonitoringPlaces): RuleGroup => ({
  name: 'platform-predictions',
  interval: durations.slow_evaluation_interval,
  rules: [
    {
      record: DISK,
      expr: 'min by (target_id) (label_replace(vizora_disk_available_bytes, "target_id", "$1", "folder", "(.+)"))',
      labels: { org: 'platform', target_kind: 'host' },
    },
    {
      // Of which class an organisation is decides who hears of it.
      record: QUOTA,
      expr: [
        'min by (org, target_id) (label_replace(vizora_storage_quota_bytes - vizora_storage_used_bytes, "target_id", "$1", "org", "(.+)"))',
        '* on (org) group_left (org_class) max by (org, org_class) (vizora_organization_info)',
      ].join('\n'),
      labels: { target_kind: 'organization' },
    },
    filling(
      'DiskFilling',
      'critical',
      DISK,
      WITHIN_A_DAY,
      durations,
      annotations('DiskFilling', DISK_TEXT, places),
    ),
    filling(
      'DiskFilling',
      'warning',
      DISK,
      WITHIN_DAYS,
      durations,
      annotations('DiskFilling', DISK_TEXT, places),
    ),
    filling(
      'QuotaFilling',
      'warning',
      QUOTA,
      DAY_AFTER_DAY,
      durations,
      annotations('QuotaFilling', QUOTA_TEXT, places, ofItsOrganisation),
    ),
  ],
});

function filling(
  alert: string,
  severity: Severity,
  left: string,
  { ahead, over: { range, steps }, falls_in, holds_in }: Trend,
  { trend_for }: Durations,
  texts: Record<string, string>,
): AlertingRule {
  return {
    alert,
    expr: [
      `predict_linear(${left}${range}, ${ahead}) < 0`,
      `and count_over_time(${left}${range}) >= ${(steps * 3) / 4}`,
      ...falls_in.map((range) => `and deriv(${left}${range}) < 0`),
      ...(holds_in === undefined ? [] : [`and deriv(${left}${holds_in}) <= 0`]),
      'and on (org, target_kind, target_id) (max by (org, target_kind, target_id) (max_over_time(vizora_storage_used_ratio[10m])) > 0.5)',
    ].join('\n'),
    for: trend_for,
    labels: { severity },
    annotations: texts,
  };
}

const DISK_TEXT: AlertText = {
  summary: 'The disk of {{ $labels.target_id }} will be full soon',
  description:
    'If it goes on as within the last hours, nothing is left on the disk of {{ $labels.target_id }} within four days, ' +
    'critical within one. PostgreSQL, Redis, the logs and our own ledger stop writing then.',
};

const QUOTA_TEXT: AlertText = {
  summary: 'The storage of {{ $labels.org }} will be full within days',
  description:
    'If {{ $labels.org }} goes on as within the last two days, nothing is left of its storage within four days. Uploads ' +
    'are refused then.',
};

import { z } from 'zod';
import type { IncidentType } from '../incidents.ts';
import { Duration } from './duration.ts';
import { Ratio } from './values.ts';

/** A check of an agent: whether it is looked for at all, and from when on it is bad. */
function check<Thresholds extends z.ZodRawShape>(thresholds: Thresholds, enabled = true) {
  return z.strictObject({ enabled: z.boolean().default(enabled), ...thresholds }).prefault({} as never);
}

const MEGABYTE = 1_000_000;
const Bytes = z.int().min(1);

/**
 * Every check, under the name of the incident that it raises. Exporter and remediator read the same thresholds, so
 * that a fault is found and found to be gone by one measure.
 */
export const Checks = z
  .strictObject({
    service_down: check({}),
    /** How long a live service may stay unready although its dependency is well. */
    service_stuck: check({ after: Duration.prefault('2m') }),
    dependency_down: check({}),
    process_errored: check({}),
    process_stopped: check({}),
    process_missing: check({}),
    /** Of the limit that PM2 holds, for how long without a break. */
    process_memory_high: check({ ratio: Ratio.default(0.85), within: Duration.prefault('10m') }),
    restart_storm: check({ more_than: z.int().min(1).default(3), within: Duration.prefault('15m') }),
    edge_unreachable: check({}),

    /** Beyond the platform's own hourly sweep. */
    content_expired: check({ overdue: Duration.prefault('75m') }),
    content_orphaned: check({ older_than: Duration.prefault('30d') }),
    storage_high: check({ ratio: Ratio.default(0.8) }),
    content_too_large: check({ bytes: Bytes.default(100 * MEGABYTE) }),
    playlist_item_undeliverable: check({}),
    /** Real lists are full of missing thumbnails. */
    content_thumbnail_missing: check({}, false),

    /** Silence, from the last heartbeat on. */
    display_offline: check({ after: Duration.prefault('150s') }),
    display_error: check({}),
    /** With fewer displays than this a place is no place. */
    site_offline: check({ at_least: z.int().min(1).default(3) }),
    /** Whether a screen that is dark because no schedule covers this hour is one that has nothing to show. */
    display_without_content: check({ outside_hours: z.boolean().default(false) }),

    schedule_past_end: check({}),
    schedule_orphaned: check({}),
    schedule_target_unreachable: check({}),
    schedule_empty_playlist: check({}),
    schedule_conflict: check({}),

    status_not_delivered: check({ after: Duration.prefault('10m') }),
    alertmanager_unreachable: check({ after: Duration.prefault('5m') }),
    digest_not_sent: check({}),
    channel_not_configured: check({}),

    /** Both a share and a number of dead rows, and no vacuum for this long. */
    vacuum_overdue: check({
      dead_ratio: Ratio.default(0.2),
      dead_rows: z.int().min(1).default(10_000),
      after: Duration.prefault('26h'),
    }),
    table_missing: check({}),
    backup_stale: check({ after: Duration.prefault('24h') }),
    /** Of the size of the largest of the seven backups before. */
    backup_shrunk: check({ ratio: Ratio.default(0.5) }),
    redis_memory_high: check({ ratio: Ratio.default(0.9) }),
    log_oversized: check({ bytes: Bytes.default(100 * MEGABYTE) }),
    connections_high: check({ ratio: Ratio.default(0.8) }),
  } satisfies Record<IncidentType, z.ZodType>)
  .prefault({});
export type Checks = z.output<typeof Checks>;

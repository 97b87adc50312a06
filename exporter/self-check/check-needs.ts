import { z } from 'zod';
import type { IncidentType } from '../../core/incidents.ts';
import { type Need, needs, rowsWith } from './need.ts';

/** Which playlists hold a content; only the answer about the one content tells. */
const contentWithPlaylists = {
  route: 'getContent',
  further: z.object({ playlistItems: z.array(z.object({ playlistId: z.string() })) }),
} as const;

/** The list of playlists with the state of what is in them. */
const playlistsWithContents = {
  route: 'listPlaylists',
  further: rowsWith({
    items: z.array(z.object({ content: z.object({ status: z.string() }).nullable() })),
  }),
} as const;

const NOTHING: readonly Need[] = [];

/**
 * What each check reads of the API and cannot do without. What makes a verdict surer where it is there does not stand
 * here, nor what is read elsewhere (PM2, the host, the other services, the database).
 */
export const CHECK_NEEDS = {
  service_down: needs('live'),
  service_stuck: NOTHING,
  dependency_down: needs('ready'),
  process_errored: NOTHING,
  process_stopped: NOTHING,
  process_missing: NOTHING,
  process_memory_high: NOTHING,
  restart_storm: NOTHING,
  edge_unreachable: needs('ready'),

  content_expired: needs('listContents', 'getContent'),
  content_orphaned: needs('listContents', contentWithPlaylists, 'listPlaylists'),
  storage_high: needs('storage'),
  content_too_large: needs('listContents'),
  playlist_item_undeliverable: needs(playlistsWithContents),
  content_thumbnail_missing: needs('listContents'),

  display_offline: needs('listDisplays'),
  display_error: needs('listDisplays'),
  site_offline: needs('listDisplays'),
  display_without_content: needs('listDisplays', 'listDisplayGroups', 'listSchedules', playlistsWithContents),

  schedule_past_end: needs('listSchedules'),
  schedule_orphaned: needs('listSchedules', 'listDisplays', 'getDisplay'),
  schedule_target_unreachable: needs('listSchedules', 'listDisplays', 'listDisplayGroups'),
  schedule_empty_playlist: needs('listSchedules', playlistsWithContents),
  schedule_conflict: needs('listSchedules', 'listDisplayGroups'),

  status_not_delivered: needs('readStatus'),
  alertmanager_unreachable: NOTHING,
  digest_not_sent: NOTHING,
  channel_not_configured: NOTHING,

  vacuum_overdue: NOTHING,
  table_missing: NOTHING,
  backup_stale: NOTHING,
  backup_shrunk: NOTHING,
  redis_memory_high: NOTHING,
  log_oversized: NOTHING,
  connections_high: NOTHING,
} as const satisfies Record<IncidentType, readonly Need[]>;

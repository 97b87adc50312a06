/** One rule of the platform's validation. */
export interface ValidationRule {
  readonly rule: string;
  readonly severity: 'critical' | 'warning' | 'info';
  readonly entity: string;
  /** SQL for `"entityId"`, `"entityName"` and `message`; `$1` is the organisation, `$2` the time. */
  readonly find: string;
}

const CONTENT = `SELECT c."id" AS "entityId", c."name" AS "entityName"`;
/** A display is named by its id. */
const DISPLAY = `SELECT d."id" AS "entityId", d."id" AS "entityName"`;
const PLAYLIST = `SELECT p."id" AS "entityId", p."name" AS "entityName"`;
const SCHEDULE = `SELECT s."id" AS "entityId", s."name" AS "entityName"`;

const EMPTY = `NOT EXISTS (SELECT 1 FROM "PlaylistItem" i WHERE i."playlistId" = p."id")`;
/** Schedules that reach the display through a group are overlooked. */
const UNSERVED = `d."currentPlaylistId" IS NULL
  AND NOT EXISTS (SELECT 1 FROM "Schedule" s WHERE s."displayId" = d."id" AND s."isActive")`;

export const VALIDATION_RULES: readonly ValidationRule[] = [
  {
    rule: 'C-001',
    severity: 'critical',
    entity: 'content',
    find: `${CONTENT}, 'Content has an invalid URL' AS message FROM "Content" c
      WHERE c."organizationId" = $1 AND $2 <> '' AND c."url" !~ '^https?://'`,
  },
  {
    rule: 'C-002',
    severity: 'warning',
    entity: 'content',
    find: `${CONTENT}, 'Content expired but still active' AS message FROM "Content" c
      WHERE c."organizationId" = $1 AND c."status" = 'active' AND c."expiresAt" <= $2::timestamp`,
  },
  {
    rule: 'C-003',
    severity: 'info',
    entity: 'content',
    find: `${CONTENT}, 'Content not in any playlist' AS message FROM "Content" c
      WHERE c."organizationId" = $1 AND $2 <> '' AND c."status" <> 'archived'
        AND NOT EXISTS (SELECT 1 FROM "PlaylistItem" i WHERE i."contentId" = c."id")`,
  },
  {
    rule: 'D-001',
    severity: 'critical',
    entity: 'display',
    find: `${DISPLAY}, 'Display has no playlist and no active schedules' AS message FROM devices d
      WHERE d."organizationId" = $1 AND $2 <> '' AND ${UNSERVED}`,
  },
  {
    rule: 'D-002',
    severity: 'warning',
    entity: 'display',
    find: `${DISPLAY},
        'Display offline for ' || floor(extract(epoch FROM $2::timestamp - d."lastHeartbeat") / 3600) || 'h' AS message
      FROM devices d WHERE d."organizationId" = $1 AND d."status" = 'offline'
        AND d."lastHeartbeat" < $2::timestamp - interval '24 hours'`,
  },
  {
    rule: 'D-005',
    severity: 'critical',
    entity: 'display',
    find: `${DISPLAY}, 'Assigned playlist "' || p."name" || '" is empty' AS message
      FROM devices d JOIN "Playlist" p ON p."id" = d."currentPlaylistId"
      WHERE d."organizationId" = $1 AND $2 <> '' AND ${EMPTY}`,
  },
  {
    rule: 'D-006',
    severity: 'critical',
    entity: 'display',
    find: `${DISPLAY}, 'Display in error state' AS message FROM devices d
      WHERE d."organizationId" = $1 AND $2 <> '' AND d."status" = 'error'`,
  },
  {
    rule: 'P-001',
    severity: 'warning',
    entity: 'playlist',
    find: `${PLAYLIST}, 'Playlist is empty and assigned to a display' AS message FROM "Playlist" p
      WHERE p."organizationId" = $1 AND $2 <> '' AND ${EMPTY}
        AND EXISTS (SELECT 1 FROM devices d WHERE d."currentPlaylistId" = p."id")`,
  },
  ...(
    [
      ['P-002', 'archived', `c."status" = 'archived' AND $2 <> ''`],
      ['P-003', 'expired', `c."expiresAt" <= $2::timestamp`],
    ] as const
  ).map(
    ([rule, word, condition]): ValidationRule => ({
      rule,
      severity: 'warning',
      entity: 'playlist-item',
      find: `${PLAYLIST}, 'Contains ${word} content' AS message FROM "PlaylistItem" i
      JOIN "Playlist" p ON p."id" = i."playlistId" JOIN "Content" c ON c."id" = i."contentId"
      WHERE p."organizationId" = $1 AND ${condition}`,
    }),
  ),
  {
    rule: 'S-003',
    severity: 'warning',
    entity: 'schedule',
    find: `${SCHEDULE}, 'Schedule ended but still active' AS message FROM "Schedule" s
      WHERE s."organizationId" = $1 AND s."isActive" AND s."endDate" < $2::timestamp`,
  },
  {
    rule: 'S-006',
    severity: 'warning',
    entity: 'schedule',
    find: `${SCHEDULE}, 'Uses empty playlist' AS message
      FROM "Schedule" s JOIN "Playlist" p ON p."id" = s."playlistId"
      WHERE s."organizationId" = $1 AND $2 <> '' AND s."isActive" AND ${EMPTY}`,
  },
  {
    rule: 'S-002',
    severity: 'warning',
    entity: 'display',
    find: `${DISPLAY}, 'No schedules and no direct playlist' AS message FROM devices d
      WHERE d."organizationId" = $1 AND $2 <> '' AND ${UNSERVED}`,
  },
];

import type { WorldRows } from './rows.ts';

/** The tables that a world is made of, in an order in which they may be filled. */
export const WORLD_TABLES: readonly (keyof WorldRows)[] = [
  'organizations',
  'users',
  'Playlist',
  'devices',
  'Content',
  'PlaylistItem',
  'DisplayGroup',
  'DisplayGroupMember',
  'Schedule',
];

/** The other tables of the platform: there from the start, and empty. */
const FURTHER_TABLES = ['AuditLog', 'content_impressions', 'refresh_tokens', 'alert_rule_fires'] as const;

export type TableName = keyof WorldRows | (typeof FURTHER_TABLES)[number];

export const isTableName = (name: string): name is TableName =>
  [...WORLD_TABLES, ...FURTHER_TABLES].includes(name as TableName);

/**
 * The SQL condition that a row of the table, called `t`, belongs to the organisation with the slug `$1`.
 * Rows without an organisation of their own belong to that of their parent.
 */
export function belongsToSlug(table: TableName): string {
  const own = (id: string) => `${id} = (SELECT "id" FROM organizations WHERE "slug" = $1)`;
  const parent = (parentTable: string, reference: string) =>
    `EXISTS (SELECT 1 FROM "${parentTable}" p WHERE p."id" = t."${reference}" AND ${own('p."organizationId"')})`;
  switch (table) {
    case 'organizations':
      return 't."slug" = $1';
    case 'PlaylistItem':
      return parent('Playlist', 'playlistId');
    case 'DisplayGroupMember':
      return parent('DisplayGroup', 'displayGroupId');
    case 'refresh_tokens':
      return parent('users', 'userId');
    case 'alert_rule_fires':
      return parent('devices', 'deviceId');
    default:
      return own('t."organizationId"');
  }
}

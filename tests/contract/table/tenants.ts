import { z } from 'zod';
import { notFound, refused } from '../answers.ts';
import { get, patch, post, row } from '../ask.ts';
import type { Row, Who } from '../row.ts';
import { page } from '../shapes/envelope.ts';

const kinds = [
  ['display', 'displays', 'Display not found', { name: 'x' }],
  ['content', 'content', 'Content not found', { name: 'x' }],
  ['playlist', 'playlists', 'Playlist not found', null],
  ['schedule', 'schedules', 'Schedule not found', { isActive: false }],
] as const;

const own = (path: string, as: Who, org: string) =>
  row(
    `the list of ${path} holds rows of the own organisation only, asked as ${as}`,
    get(`${path}?limit=100`, as),
    {
      status: 200,
      body: (given) => page(z.looseObject({ organizationId: z.literal(given(org)) })),
    },
  );

/** What belongs to another organisation does not exist. */
export const tenantRows: readonly Row[] = [
  ...kinds.flatMap(([kind, path, message, body]) => [
    row(`a ${kind} of another organisation is not found`, get(`${path}/{other_${kind}}`), notFound(message)),
    row(
      `a ${kind} of ours is not found by another organisation`,
      get(`${path}/{${kind}}`, 'other'),
      notFound(message),
      kind === 'display' ? { recorded: 'detail of another organisation' } : {},
    ),
    ...(body === null
      ? []
      : [
          row(
            `a ${kind} of another organisation cannot be written`,
            patch(`${path}/{other_${kind}}`, body),
            notFound(message),
          ),
        ]),
    own(path, 'admin', 'org'),
    own(path, 'other', 'other_org'),
  ]),
  row(
    'content of another organisation cannot be archived',
    post('content/{other_content}/archive'),
    notFound('Content not found'),
  ),
  row(
    'content of another organisation cannot be archived in bulk',
    post('content/bulk/archive', { ids: ['{other_content}'] }),
    refused('Some content items not found or not accessible'),
  ),
  row(
    'a schedule of another organisation cannot be copied',
    post('schedules/{other_schedule}/duplicate'),
    notFound('Schedule not found'),
  ),
];

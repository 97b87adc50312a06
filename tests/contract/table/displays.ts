import { z } from 'zod';
import {
  badRequest,
  created,
  denied,
  failure,
  malformedUuid,
  noRoute,
  notFound,
  ok,
  some,
  wrongRole,
} from '../answers.ts';
import { get, patch, post, row, step, story } from '../ask.ts';
import type { Row } from '../row.ts';
import { displayDetail } from '../shapes/displays.ts';
import { exactly } from '../shapes/values.ts';

const unknown = '00000000-0000-4000-8000-000000000000';
const missing = notFound('Display not found');
const detailWith = (rest: Record<string, z.ZodType>) => ok(displayDetail.extend(rest));
const noPlaylist = notFound('Playlist not found or does not belong to your organization');
const pings = ['displays/ping', 'displays/{display}/ping', 'displays/{display}/reconnect'];

/** Displays: the detail and every write, the routes that do not exist among them. */
export const displayRows: readonly Row[] = [
  row(
    'the detail of a display has its keys and no others, no secret among them',
    get('displays/{display}'),
    ok((given) => displayDetail.extend({ id: z.literal(given('display')) })),
    { recorded: ['display detail', 'display detail, never seen'] },
  ),
  row(
    'the detail of a display lists the active schedules aimed at it',
    get('displays/{display_with_schedule}'),
    ok(displayDetail.extend({ schedules: displayDetail.shape.schedules.min(1) })),
  ),
  row(
    'the detail of a display lists its groups',
    get('displays/{display_in_group}'),
    ok(displayDetail.extend({ groups: displayDetail.shape.groups.min(1) })),
  ),
  row('a malformed display id is refused', get('displays/nope'), malformedUuid, {
    recorded: 'detail with a malformed display id',
  }),
  row(
    'the id of another kind is malformed for a display',
    get('displays/c00000000000000000000000x'),
    malformedUuid,
  ),
  row('an unknown display is not found', get(`displays/${unknown}`), missing, {
    recorded: 'detail of an unknown display',
  }),

  row(
    'a display cannot be set inactive',
    patch('displays/{own_display}', { status: 'inactive' }),
    badRequest,
    {
      recorded: 'display to inactive',
    },
  ),
  row('a display cannot be set pairing', patch('displays/{own_display}', { status: 'pairing' }), badRequest),
  row(
    'a display can be set offline',
    patch('displays/{own_display}', { status: 'offline' }),
    detailWith({ status: z.literal('offline') }),
    {
      recorded: 'display to offline',
    },
  ),
  row(
    'a display can be set to error',
    patch('displays/{own_display}', { status: 'error' }),
    detailWith({ status: z.literal('error') }),
    {
      recorded: 'display to error, put back',
    },
  ),
  ...['isDisabled', 'nickname', 'lastHeartbeat', 'deviceIdentifier'].map((key) =>
    row(
      `${key} of a display cannot be written`,
      patch('displays/{own_display}', { [key]: key === 'isDisabled' ? true : 'x' }),
      badRequest,
    ),
  ),
  row(
    'what is written as name is read as nickname',
    patch('displays/{own_display}', { name: 'Named by the contract' }),
    detailWith({
      nickname: z.literal('Named by the contract'),
    }),
  ),
  row(
    'PATCH of a display writes location, description and resolution',
    patch('displays/{own_display}', {
      location: 'Cellar',
      description: 'dark',
      resolution: '800x600',
    }),
    detailWith({
      location: z.literal('Cellar'),
      description: z.literal('dark'),
      resolution: z.literal('800x600'),
    }),
  ),
  story('a playlist can be assigned to a display and taken away', [
    step(
      patch('displays/{own_display}', { currentPlaylistId: '{playlist}' }),
      ok((given) => displayDetail.extend({ currentPlaylistId: z.literal(given('playlist')) })),
    ),
    step(
      patch('displays/{own_display}', { currentPlaylistId: null }),
      detailWith({ currentPlaylistId: z.null() }),
    ),
  ]),
  row(
    'an unknown playlist cannot be assigned',
    patch('displays/{own_display}', { currentPlaylistId: 'c00000000000000000000000x' }),
    noPlaylist,
  ),
  row(
    'the playlist of another organisation cannot be assigned',
    patch('displays/{own_display}', { currentPlaylistId: '{other_playlist}' }),
    noPlaylist,
  ),
  row(
    'an empty playlist id is a failure',
    patch('displays/{own_display}', { currentPlaylistId: '' }),
    failure,
  ),
  row('PATCH of an unknown display is not found', patch(`displays/${unknown}`, { name: 'x' }), missing),

  story('disabling a display is 201 and is a flag of its own, not a status', [
    step(
      post('displays/{own_display}/disable'),
      created(exactly({ message: 'Device disabled successfully' })),
    ),
    step(
      get('displays/{own_display}'),
      detailWith({ isDisabled: z.literal(true), status: z.literal('offline') }),
    ),
    step(post('displays/{own_display}/enable'), created(exactly({ message: 'Device enabled successfully' }))),
    step(get('displays/{own_display}'), detailWith({ isDisabled: z.literal(false) })),
  ]),
  row(
    'a manager may not disable a display',
    post('displays/{display}/disable', undefined, 'manager'),
    wrongRole('admin'),
  ),
  ...pings.map((path) =>
    row(
      `there is no route to ${path.replace('{display}', 'one')}`,
      post(path, { displayId: '{display}' }),
      {
        status: 404,
        body: (given) =>
          exactly({
            message: `Cannot POST /api/v1/${path.replace('{display}', path.includes('{') ? given('display') : '')}`,
            error: 'Not Found',
            statusCode: 404,
          }),
      },
      path === 'displays/ping' ? { recorded: 'ping a display (no such route)' } : {},
    ),
  ),
  row(
    'a display is not replaced',
    { ...patch('displays/{display}', {}), method: 'PUT' },
    {
      status: 404,
      body: (given) =>
        exactly({
          message: `Cannot PUT /api/v1/displays/${given('display')}`,
          error: 'Not Found',
          statusCode: 404,
        }),
    },
  ),
  row(
    'the heartbeat of a display takes no user token',
    post('displays/{display}/heartbeat', {}),
    denied('Invalid or expired device token'),
  ),
  story('an offline display gives no screenshot', [
    step(
      patch('displays/{own_display}', { status: 'offline' }),
      detailWith({ status: z.literal('offline') }),
    ),
    step(post('displays/{own_display}/screenshot'), {
      status: 409,
      body: some({
        statusCode: z.literal(409),
        message: z.literal('Cannot request screenshot from offline device'),
      }),
    }),
  ]),
  story('a display that only claims to be online cannot be reached', [
    step(patch('displays/{own_display}', { status: 'online' }), detailWith({ status: z.literal('online') })),
    step(post('displays/{own_display}/screenshot'), {
      status: 503,
      body: some({ statusCode: z.literal(503), message: z.literal('Command delivery failed: no_sockets') }),
    }),
    step(post('displays/{own_display}/push-content', { contentId: '{content}' }), {
      status: 503,
      body: some({ statusCode: z.literal(503), message: z.literal('Content push failed: no_sockets') }),
    }),
  ]),
  story('a playlist can be assigned to displays in bulk', [
    step(
      post('displays/bulk/assign-playlist', { displayIds: ['{own_display}'], playlistId: '{playlist}' }),
      created(exactly({ updated: 1 })),
    ),
    step(
      get('displays/{own_display}'),
      ok((given) => displayDetail.extend({ currentPlaylistId: z.literal(given('playlist')) })),
    ),
  ]),
  row(
    'a viewer may not write a display',
    patch('displays/{display}', { name: 'x' }, 'viewer'),
    wrongRole('admin', 'manager'),
  ),
  row('there is no list of displays without the prefix', get('/displays'), noRoute('GET', '/displays')),
];

import { z } from 'zod';
import { malformedId, notFound, ok } from '../answers.ts';
import { get, row } from '../ask.ts';
import type { Row } from '../row.ts';
import { playlistDetail } from '../shapes/playlists.ts';

/** Playlists: the detail, which unlike the list carries the whole content. */
export const playlistRows: readonly Row[] = [
  row(
    'the detail of a playlist carries the whole content and active schedules, without counts',
    get('playlists/{playlist}'),
    ok((given) =>
      playlistDetail
        .extend({ id: z.literal(given('playlist')) })
        .refine(({ items, itemCount }) => items.length === itemCount, {
          path: ['itemCount'],
          message: 'expected the number of items',
        }),
    ),
    { recorded: 'playlist detail' },
  ),
  row(
    'the items of a playlist are there with their content',
    get('playlists/{playlist_with_items}'),
    ok(playlistDetail.extend({ items: playlistDetail.shape.items.min(1) })),
  ),
  row('a malformed playlist id is refused', get('playlists/nope'), malformedId),
  row(
    'an unknown playlist is not found',
    get('playlists/c00000000000000000000000x'),
    notFound('Playlist not found'),
  ),
];

import { z } from 'zod';
import { ok } from '../answers.ts';
import { control, get, patch, post, step, story } from '../ask.ts';
import type { Row, Step } from '../row.ts';
import { contentDetail } from '../shapes/content.ts';
import { displayDetail, scheduleDetail } from '../shapes/displays.ts';

const sweep = (name: 'minute' | 'hour'): Step =>
  step({ ...control(`/sweeps/${name}`), method: 'POST' }, { status: 201 });
const set = (path: string, body: object): Step =>
  step({ ...control(`/world/${path}`), method: 'PATCH', body }, { status: 200 });
const sandbox = { demands: ['control'] } as const;

const expired = contentDetail.extend({
  status: z.literal('expired'),
  playlistItems: contentDetail.shape.playlistItems.max(0),
});

/** What the platform tidies up by itself, at the full minute and the full hour. */
export const sweepRows: readonly Row[] = [
  story(
    'a display that claims to be online and is silent is set offline within a minute',
    [
      set('devices/{own_display}', { lastHeartbeat: '{yesterday}' }),
      step(patch('displays/{own_display}', { status: 'online' }), { status: 200 }),
      sweep('minute'),
      step(get('displays/{own_display}'), ok(displayDetail.extend({ status: z.literal('offline') }))),
    ],
    sandbox,
  ),
  story(
    'a display in error stays so',
    [
      set('devices/{own_display}', { lastHeartbeat: '{yesterday}', status: 'error' }),
      sweep('minute'),
      sweep('hour'),
      step(get('displays/{own_display}'), ok(displayDetail.extend({ status: z.literal('error') }))),
    ],
    sandbox,
  ),
  story(
    'a display that was pairing for long is set offline within an hour',
    [
      set('devices/{own_display}', { status: 'pairing', updatedAt: '{yesterday}' }),
      sweep('hour'),
      step(get('displays/{own_display}'), ok(displayDetail.extend({ status: z.literal('offline') }))),
    ],
    sandbox,
  ),
  story(
    'content past its expiry is marked and leaves its playlists within an hour',
    [
      step(patch('content/{own_content_in_playlist}', { expiresAt: '{yesterday}' }), { status: 200 }),
      sweep('hour'),
      step(get('content/{own_content_in_playlist}'), ok(expired)),
    ],
    sandbox,
  ),
  story(
    'the replacement of expired content takes its place in the playlists',
    [
      step(
        patch('content/{own_content_in_playlist}', {
          expiresAt: '{yesterday}',
          replacementContentId: '{own_content}',
        }),
        { status: 200 },
      ),
      sweep('hour'),
      step(get('content/{own_content_in_playlist}'), ok(expired)),
      step(
        get('content/{own_content}'),
        ok(contentDetail.extend({ playlistItems: contentDetail.shape.playlistItems.min(1) })),
      ),
    ],
    sandbox,
  ),
  story(
    'content that is restored after its expiry expires again',
    [
      step(patch('content/{own_content}', { expiresAt: '{yesterday}' }), { status: 200 }),
      sweep('hour'),
      step(post('content/{own_content}/restore'), { status: 200 }),
      sweep('hour'),
      step(get('content/{own_content}'), ok(contentDetail.extend({ status: z.literal('expired') }))),
    ],
    sandbox,
  ),
  story(
    'archived content past its expiry stays archived',
    [
      step(patch('content/{own_content}', { expiresAt: '{yesterday}' }), { status: 200 }),
      step(post('content/{own_content}/archive'), { status: 201 }),
      sweep('hour'),
      step(get('content/{own_content}'), ok(contentDetail.extend({ status: z.literal('archived') }))),
    ],
    sandbox,
  ),
  story(
    'nothing switches off a schedule that has ended',
    [
      step(patch('schedules/{own_schedule}', { endDate: '{yesterday}' }), { status: 200 }),
      sweep('minute'),
      sweep('hour'),
      step(get('schedules/{own_schedule}'), ok(scheduleDetail.extend({ isActive: z.literal(true) }))),
    ],
    sandbox,
  ),
];

import { z } from 'zod';
import { badRequest, created, failure, notFound, plain, unpaid, wrongRole } from '../answers.ts';
import { post, row, step, story } from '../ask.ts';
import type { Ask, Row } from '../row.ts';
import { text, uuid } from '../shapes/values.ts';

const unknown = '00000000-0000-4000-8000-000000000000';

const receipt = z.strictObject({
  commandId: uuid,
  command: z.literal('reload'),
  target: z.strictObject({ type: text, id: text, name: text.nullable() }),
  devicesTargeted: z.int(),
  devicesOnline: z.int(),
  devicesQueued: z.int(),
  devicesDelivered: z.int(),
  devicesFailed: z.int(),
});

const reload = (id: string, type = 'device') => ({ command: 'reload', target: { type, id } });
const send = (body: unknown, as: Parameters<typeof post>[2] = 'admin') => post('fleet/commands', body, as);
/** One organisation may send ten commands a minute: its rows follow each other, and are few. */
const lane = 'fleet';

/** Sent for an organisation of its own, since refused commands stop the others of an organisation too. */
const lonely: Ask = {
  ...send(reload(unknown), 'nobody'),
  headers: { authorization: 'Bearer {own_org_token}' },
};

/** Commands to displays. */
export const fleetRows: readonly Row[] = [
  row(
    'a command to a display without a socket is 201 and queued',
    send(reload('{own_display}')),
    created((given) =>
      receipt.extend({
        target: z.strictObject({
          type: z.literal('device'),
          id: z.literal(given('own_display')),
          name: text.nullable(),
        }),
        devicesTargeted: z.literal(1),
        devicesOnline: z.literal(0),
        devicesQueued: z.literal(1),
        devicesDelivered: z.literal(0),
        devicesFailed: z.literal(0),
      }),
    ),
    { lane, recorded: 'fleet command to a display without a socket' },
  ),
  row(
    'a command to an unknown display is not found',
    send(reload(unknown)),
    notFound(`Device ${unknown} not found in organization`),
    {
      lane,
      recorded: 'fleet command to an unknown display',
    },
  ),
  row(
    'a command to a display of another organisation is not found',
    send(reload('{other_display}')),
    {
      status: 404,
      body: (given) =>
        z.strictObject({
          message: z.literal(`Device ${given('other_display')} not found in organization`),
          error: z.literal('Not Found'),
          statusCode: z.literal(404),
        }),
    },
    { lane },
  ),
  row(
    'an unknown command is refused',
    send({ command: 'dance', target: { type: 'device', id: '{display}' } }),
    badRequest,
    {
      lane,
      recorded: 'fleet command unknown',
    },
  ),
  row('a command without a target is a failure', send({ command: 'reload' }), failure, { lane }),
  row(
    'a command with an unknown key is refused',
    send({ ...reload('{display}'), colour: 'red' }),
    badRequest,
    { lane },
  ),
  row('a viewer may not send commands', send(reload('{display}'), 'viewer'), wrongRole('admin', 'manager'), {
    lane,
  }),
  row('an organisation that does not pay may not send commands', send(reload(unknown), 'suspended'), unpaid, {
    lane,
  }),
  story(
    'an organisation may send ten commands a minute, refused ones counted',
    [
      step({ ...lonely, times: 10, perSecond: 8 }, { status: 404 }),
      step(
        lonely,
        plain(
          429,
          { statusCode: 429, message: 'Fleet command rate limit exceeded. Max 10 commands per minute.' },
          { 'retry-after': null, 'retry-after-short': null, 'retry-after-medium': null },
        ),
      ),
    ],
    { demands: ['exhausting'], lane },
  ),
];

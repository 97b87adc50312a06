import { z } from 'zod';
import {
  badRequest,
  csrfMissing,
  having,
  malformedId,
  noRoute,
  notFound,
  some,
  tooMany,
  unauthorized,
  unpaid,
  wrongRole,
} from '../answers.ts';
import { get, patch, post, row, step, story } from '../ask.ts';
import type { Row } from '../row.ts';

const unknown = 'c00000000000000000000000x';
const badBearer = { headers: { authorization: 'Bearer garbled' } };
const off = { isActive: false };
const writers = wrongRole('admin', 'manager');

/** A request that is wrong in two ways is refused for the first of them, in this order. */
export const gateRows: readonly Row[] = [
  row(
    'a write without a token fails for want of a CSRF cookie',
    patch('schedules/{schedule}', off, 'nobody'),
    having(csrfMissing, { 'x-ratelimit-limit-short': null }),
    {
      recorded: 'a write without a token',
    },
  ),
  row(
    'CSRF comes before the token, the role, the id and the body',
    patch('schedules/nope', { status: 'x' }, 'nobody'),
    csrfMissing,
  ),
  row(
    'a POST without a token fails for want of a CSRF cookie too',
    post(`content/${unknown}/archive`, undefined, 'nobody'),
    csrfMissing,
  ),
  row(
    'a write with a garbled token is unauthorised',
    patch('schedules/{schedule}', off, 'nobody', badBearer),
    unauthorized,
  ),
  row(
    'the token comes before the id and the body',
    patch('schedules/nope', { status: 'x' }, 'nobody', badBearer),
    unauthorized,
  ),
  row(
    'the role comes before the id and the body',
    patch('schedules/nope', { status: 'x' }, 'viewer'),
    writers,
  ),
  row('the role comes before existence', patch(`schedules/${unknown}`, off, 'viewer'), writers),
  row(
    'an organisation that does not pay may not write',
    patch(`schedules/${unknown}`, off, 'suspended'),
    unpaid,
  ),
  row(
    'the subscription comes before the id and the body',
    patch('schedules/nope', { status: 'x' }, 'suspended'),
    unpaid,
  ),
  row(
    'an organisation that does not pay may not archive',
    post(`content/${unknown}/archive`, undefined, 'suspended'),
    unpaid,
  ),
  row('an organisation that does not pay may read', get('schedules?limit=1', 'suspended'), { status: 200 }),
  row('the body comes before existence', patch(`schedules/${unknown}`, { status: 'x' }), badRequest),
  row(
    'a well-formed id and body come down to existence',
    patch(`schedules/${unknown}`, off),
    notFound('Schedule not found'),
  ),
  row('a malformed id is told although the body is good', patch('schedules/nope', off), malformedId),
  story(
    'the rate limit comes before the token',
    [
      step({ ...get('playlists?limit=1', 'nobody'), times: 10 }, unauthorized),
      step(get('playlists?limit=1', 'nobody'), tooMany({ 'retry-after-short': '1' })),
    ],
    { demands: ['exhausting', 'addresses'], quick: 1 },
  ),
  row(
    'CSRF comes before the rate limit',
    { ...patch(`schedules/${unknown}`, off, 'nobody'), times: 14 },
    csrfMissing,
    { demands: ['exhausting', 'addresses'] },
  ),
  row(
    'an unknown route is not found, whoever asks',
    get('nowhere', 'nobody'),
    noRoute('GET', '/api/v1/nowhere'),
  ),
  row('an unknown route is not found with a token either', get('nowhere'), noRoute('GET', '/api/v1/nowhere')),
  row('a refusal has no envelope', get('displays?limit=101'), {
    status: 400,
    body: some({
      statusCode: z.literal(400),
      success: z.undefined().optional(),
      data: z.undefined().optional(),
    }),
  }),
];

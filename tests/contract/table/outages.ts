import { z } from 'zod';
import { cutAfter30s, failure, ok, plain, some } from '../answers.ts';
import { get, post, realtime, row } from '../ask.ts';
import type { Answer, Ask, Phase, Row } from '../row.ts';
import { text, time } from '../shapes/values.ts';
import {
  alive,
  connected,
  ready,
  readyShape,
  realtimeHealth,
  realtimeNotReady,
  realtimeReady,
} from './health.ts';

const demands = ['control'] as const;
const nobody = 'nobody' as const;
const login = post('auth/login', { email: '{manager_email}', password: '{manager_password}' }, nobody);
const live = plain(200, { status: 'ok' });
const ill = (of: 'redis' | 'database' | null): Answer => ({ status: 200, body: realtimeHealth(of) });
const notReady: Answer = {
  status: 503,
  body: z.strictObject({
    status: z.literal('unhealthy'),
    timestamp: time,
    uptime: z.int(),
    version: text,
    self_test: readyShape.shape.self_test,
  }),
};
const disconnected = ok(
  z.strictObject({
    status: z.literal('error'),
    timestamp: time,
    database: z.literal('disconnected'),
    error: text,
  }),
);

/** When the recordings were made, and while what. */
const recordedAs: Partial<Record<Phase, string>> = {
  database_down: 'database down',
  database_back: 'database back for 15 s',
  redis_down: 'redis down for 8 s',
  redis_back_late: 'redis back for 15 s after a long outage',
};

type Case = readonly [says: string, ask: Ask, answer: Answer];

const during = (phase: Phase, words: string, cases: readonly Case[], extra: Partial<Row> = {}): Row[] =>
  cases.map(([says, ask, answer]) =>
    row(`${words}, ${says}`, ask, answer, {
      phase,
      demands,
      ...extra,
      ...(recordedAs[phase] &&
        /ready|health/.test(ask.path) && { outage: `${recordedAs[phase]}: ${ask.host} ${ask.path}` }),
    }),
  );

const wellAgain: readonly Case[] = [
  ['the middleware is healthy', get('health', nobody), connected],
  ['the middleware says ready', get('ready', nobody), ready],
  ['the middleware lives', get('health/live', nobody), alive],
  ['the middleware is ready in earnest', get('health/ready', nobody), ok(readyShape)],
];

/** What the platform answers while a database is away, and after. */
export const outageRows: readonly Row[] = [
  ...during('database_down', 'with the database down', [
    ['the health of the middleware is 200 with an error in it', get('health', nobody), disconnected],
    [
      'the middleware is 200 and not ready',
      get('ready', nobody),
      ok(z.strictObject({ ready: z.literal(false) })),
    ],
    ['the middleware lives', get('health/live', nobody), alive],
    ['the readiness of the middleware is 503 without an envelope', get('health/ready', nobody), notReady],
    ['the health of realtime is 200 and unhealthy', realtime('/api/health'), ill('database')],
    ['realtime is not ready', realtime('/api/health/ready'), realtimeNotReady],
    ['realtime lives', realtime('/api/health/live'), live],
    ['a list is a failure', get('displays?limit=1'), failure],
    ['a login is a failure', login, failure],
  ]),
  row(
    'with the database down, the status document can be read',
    get('health/ops-status', 'rested'),
    { status: 200 },
    { phase: 'database_down', demands },
  ),
  ...during(
    'database_back',
    'with the database back',
    [
      ...wellAgain,
      ['realtime is healthy', realtime('/api/health'), ill(null)],
      ['realtime is ready', realtime('/api/health/ready'), realtimeReady],
      ['realtime lives', realtime('/api/health/live'), live],
    ],
    { within: 20 },
  ),
  row('with the database back, lists answer again', get('displays?limit=1'), ok(some({})), {
    phase: 'database_back',
    demands,
    within: 20,
  }),

  ...during('redis_blink', 'with Redis away for three seconds', [
    ['a list is answered when Redis is back', get('displays?limit=1'), { ...ok(some({})), seconds: [1, 15] }],
    ['a login is answered when Redis is back', login, { status: 201, seconds: [1, 15] }],
  ]),
  ...during(
    'redis_back_soon',
    'after three seconds without Redis',
    [
      ['realtime is ready again', realtime('/api/health/ready'), realtimeReady],
      ['realtime is healthy again', realtime('/api/health'), ill(null)],
    ],
    { within: 10 },
  ),

  ...during('redis_down', 'with Redis down', [
    ['the health of the middleware is good', get('health', nobody), connected],
    ['the middleware says ready', get('ready', nobody), ready],
    ['the middleware lives', get('health/live', nobody), alive],
    ['the readiness of the middleware is cut off after 30 s', get('health/ready', nobody), cutAfter30s],
    ['the health of realtime is 200 and unhealthy', realtime('/api/health'), ill('redis')],
    ['realtime is not ready', realtime('/api/health/ready'), realtimeNotReady],
    ['realtime lives', realtime('/api/health/live'), live],
  ]),
  ...[
    ['a list', get('displays?limit=1')] as const,
    ['a login', login] as const,
    ['the status document', get('health/ops-status')] as const,
  ].map(([what, ask]) =>
    row(`with Redis down, ${what} is cut off after 30 s`, ask, cutAfter30s, { phase: 'redis_down', demands }),
  ),
  row(
    'with Redis down, the metrics answer',
    get('internal/metrics', nobody, { headers: { 'x-forwarded-for': '127.0.0.1' } }),
    { status: 200 },
    { phase: 'redis_down', demands },
  ),

  ...during('redis_back_late', 'long after Redis came back', [...wellAgain], { within: 15 }),
  ...during('redis_back_late', 'long after Redis came back', [
    ['realtime is still unhealthy', realtime('/api/health'), ill('redis')],
    ['realtime is still not ready', realtime('/api/health/ready'), realtimeNotReady],
    ['realtime lives', realtime('/api/health/live'), live],
  ]),
  row('with Redis back, lists answer again', get('displays?limit=1'), ok(some({})), {
    phase: 'redis_back_late',
    demands,
    within: 15,
  }),
  row('a restart of realtime makes it ready', realtime('/api/health/ready'), realtimeReady, {
    phase: 'realtime_restarted',
    demands,
    within: 15,
  }),
];

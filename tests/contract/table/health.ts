import { z } from 'zod';
import { having, noRoute, ok, plain, windows } from '../answers.ts';
import { get, realtime, row, step, story } from '../ask.ts';
import type { Row } from '../row.ts';
import { count, text, time } from '../shapes/values.ts';

const uptime = z.number().min(0);
const latency = count;
const dependency = z.strictObject({ status: z.literal('healthy'), latencyMs: latency });
const middlewareWell = z.strictObject({
  status: z.literal('ok'),
  timestamp: time,
  uptime,
  database: z.literal('connected'),
});
const live = z.strictObject({ status: z.literal('ok'), timestamp: time });
export const readyShape = z.strictObject({
  status: z.enum(['ok', 'degraded']),
  timestamp: time,
  uptime: count,
  version: text,
  self_test: z.enum(['pending', 'running', 'passed', 'failed']),
});
const open = windows(null);

/** The health of the realtime gateway, with what is ill. */
export const realtimeHealth = (ill: 'redis' | 'database' | null) => {
  const of = (name: string) =>
    dependency.extend({ status: z.literal(name === ill ? 'unhealthy' : 'healthy') });
  return z.strictObject({
    status: z.literal(ill === null ? 'healthy' : 'unhealthy'),
    service: z.literal('realtime-gateway'),
    timestamp: time,
    uptime,
    dependencies: z.strictObject({
      redis: of('redis'),
      database: of('database'),
      websocket: z.strictObject({ status: z.literal('healthy') }),
    }),
  });
};

export const realtimeReady = plain(200, { status: 'ready', ready: true });
export const realtimeNotReady = plain(503, { status: 'not ready', ready: false });
export const ready = ok(z.strictObject({ ready: z.literal(true) }));
export const alive = ok(live);
export const connected = ok(middlewareWell);

/** Health endpoints while all is well; what they answer in an outage stands with the outages. */
export const healthRows: readonly Row[] = [
  row(
    'the health of the middleware names the database, and needs no token',
    get('health', 'nobody'),
    having(connected, open),
    {
      recorded: 'middleware health',
      outage: 'all well: middleware /api/v1/health',
    },
  ),
  row('the middleware says that it is ready', get('ready', 'nobody'), having(ready, open), {
    recorded: 'middleware ready',
    outage: 'all well: middleware /api/v1/ready',
  }),
  row('the middleware says that it lives', get('health/live', 'nobody'), having(alive, open), {
    recorded: 'middleware health/live',
    outage: 'all well: middleware /api/v1/health/live',
  }),
  row(
    'the readiness of the middleware tells its self-test and version',
    get('health/ready', 'nobody'),
    having(ok(readyShape), open),
    {
      recorded: 'middleware health/ready',
      outage: 'all well: middleware /api/v1/health/ready',
    },
  ),
  row(
    'the health of realtime names its dependencies, without an envelope',
    realtime('/api/health'),
    { status: 200, body: realtimeHealth(null), headers: { 'x-ratelimit-limit-short': null } },
    {
      recorded: 'realtime health',
      outage: 'all well: realtime /api/health',
    },
  ),
  row('realtime says that it is ready', realtime('/api/health/ready'), realtimeReady, {
    recorded: 'realtime health/ready',
    outage: 'all well: realtime /api/health/ready',
  }),
  row('realtime says that it lives', realtime('/api/health/live'), plain(200, { status: 'ok' }), {
    recorded: 'realtime health/live',
    outage: 'all well: realtime /api/health/live',
  }),
  row(
    'realtime tells its version',
    realtime('/api/status'),
    plain(200, {
      status: 'running',
      service: 'Vizora Realtime Gateway',
      version: '1.0.0',
      websocket: 'active',
    }),
    { recorded: 'realtime status' },
  ),
  ...['/health', '/metrics', '/internal/metrics', '/api/v1/health'].map((path) =>
    row(`realtime has nothing at ${path}`, realtime(path), noRoute('GET', path)),
  ),
  row(
    'realtime has no rate limit',
    { ...realtime('/api/health/live'), times: 25 },
    plain(200, { status: 'ok' }),
  ),
  story('realtime takes no internal call without its key', [
    step(
      { ...realtime('/api/commands/broadcast'), method: 'POST', body: { deviceIds: [], command: {} } },
      {
        status: 401,
        body: z.looseObject({ message: z.literal('Missing x-internal-api-key header') }),
      },
    ),
  ]),
];

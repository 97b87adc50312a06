import { z } from 'zod';
import { plain } from '../answers.ts';
import { get, patch, realtime, row, step, story } from '../ask.ts';
import middleware from '../recorded/middleware-metrics.json' with { type: 'json' };
import gateway from '../recorded/realtime-metrics.json' with { type: 'json' };
import type { Row } from '../row.ts';

const denied = plain(403, { statusCode: 403, message: 'Metrics access denied', error: 'Forbidden' });
const scrape = (from: string, headers: Record<string, string> = {}) =>
  get('internal/metrics', 'nobody', { headers: { 'x-forwarded-for': from, ...headers } });
const text = { 'content-type': /^text\/plain; version=0\.0\.4/ };

/** A text of metrics that holds each of these families with its type, in any order. */
const families = (of: Readonly<Record<string, string>>) =>
  z.string().superRefine((text, context) => {
    const lines = new Set(text.split('\n'));
    for (const [name, type] of Object.entries(of))
      if (!lines.has(`# TYPE ${name} ${type}`))
        context.addIssue({ code: 'custom', message: `expected the ${type} ${name}` });
  });
const ownFamilies = Object.fromEntries(
  Object.entries(middleware).filter(([name]) => name.startsWith('vizora_')),
);
const gatewayFamilies = Object.fromEntries(
  Object.entries(gateway).filter(
    ([name]) => !/_(gc|active|eventloop|heap|open|max|virtual|external)/.test(name),
  ),
);

/** The platform's own metrics, and who may read them. */
export const metricsRows: readonly Row[] = [
  row('the metrics of the middleware are refused from elsewhere', scrape('203.0.113.9'), denied, {
    demands: ['addresses'],
    recorded: 'middleware native metrics refused',
  }),
  row('a user token does not open the metrics', { ...scrape('203.0.113.9'), as: 'admin' }, denied, {
    demands: ['addresses'],
  }),
  row(
    'the metrics are open to whoever claims to come from loopback',
    scrape('127.0.0.1'),
    { status: 200, headers: text, body: families(ownFamilies) },
    { demands: ['addresses'] },
  ),
  row(
    'every series of the middleware names the app',
    scrape('127.0.0.1'),
    {
      status: 200,
      body: /^(?:#[^\n]*\n|\n|[a-z0-9_]+\{[^\n]*app="vizora-middleware"[^\n]*\} [^\n]*\n)+$/,
    },
    { demands: ['addresses'] },
  ),
  row(
    'the middleware counts the process it runs in',
    scrape('127.0.0.1'),
    {
      status: 200,
      body: /(?=[\s\S]*^process_resident_memory_bytes\{)(?=[\s\S]*^nodejs_heap_size_used_bytes\{)(?=[\s\S]*^process_start_time_seconds\{)/m,
    },
    { demands: ['addresses'] },
  ),
  story(
    'a request is counted by the template of its route, validation errors too',
    [
      step(get('content/{content}'), { status: 200 }),
      step(get('content/nope'), { status: 400 }),
      step(scrape('127.0.0.1'), {
        status: 200,
        body: /(?=[\s\S]*^vizora_http_requests_total\{[^\n]*path="\/api\/v1\/content\/:id",status="200")(?=[\s\S]*^vizora_http_requests_total\{[^\n]*path="\/api\/v1\/content\/:id",status="400")/m,
      }),
    ],
    { demands: ['addresses'] },
  ),
  story(
    'requests that are refused before their handler are not counted',
    [
      step(get('content?limit=1', 'nobody'), { status: 401 }),
      step(patch('schedules/{schedule}', { isActive: false }, 'viewer'), { status: 403 }),
      step(scrape('127.0.0.1'), {
        status: 200,
        body: /^(?![\s\S]*vizora_http_requests_total\{[^\n]*path="\/api\/v1\/(?:content",status="401|schedules\/:id",status="403)")/,
      }),
    ],
    { demands: ['addresses'] },
  ),
  row(
    'realtime has metrics of its own',
    realtime('/api/internal/metrics'),
    { status: 200, headers: text, body: families(gatewayFamilies) },
    { demands: ['loopback'] },
  ),
  row(
    'realtime believes nobody who claims another address',
    realtime('/api/internal/metrics', { headers: { 'x-forwarded-for': '203.0.113.9' } }),
    { status: 200 },
    {
      demands: ['loopback'],
    },
  ),
];

import { z } from 'zod';
import { created, csrfMissing, failure, ok, unauthorized } from '../answers.ts';
import { get, post, redis, row, step, story } from '../ask.ts';
import type { Row, Who } from '../row.ts';
import { count, exactly, text, time } from '../shapes/values.ts';

const path = 'health/ops-status';
const stored = created(exactly({ status: 'ok' }));
const say = (body: unknown, as: Who = 'viewer', extra = {}) => post(path, body, as, extra);
const document = {
  systemStatus: 'HEALTHY',
  lastUpdated: '2026-11-22T00:00:00.000Z',
  lastRun: {},
  incidents: [],
  recentRemediations: [],
  agentResults: {},
};
/** One document for all: its rows follow each other. */
const shared = { demands: ['overwriting'] as const, lane: 'ops-status' };

const issue = z.strictObject({
  rule: z.string().regex(/^[CDPS]-\d{3}$/),
  severity: z.enum(['critical', 'warning', 'info']),
  entity: z.enum(['content', 'display', 'playlist', 'playlist-item', 'schedule']),
  entityId: text,
  entityName: text,
  message: text,
});

const report = z.strictObject({
  readiness: z.enum(['READY', 'DEGRADED', 'NOT READY']),
  timestamp: time,
  durationMs: count,
  critical: count,
  warning: count,
  info: count,
  issues: z.array(issue),
  trigger: text,
});

/** The status document that every tenant shares, and the platform's own validation. */
export const opsStatusRows: readonly Row[] = [
  row(
    'before anybody posted a status, it is unknown',
    get(path, 'viewer'),
    ok(exactly({ systemStatus: 'unknown', message: 'No ops data available' })),
    {
      phase: 'untouched',
      demands: ['control'],
    },
  ),
  story(
    'a viewer may post the status, and every organisation reads it',
    [
      step(say(document), stored, { recorded: 'post ops status as viewer' }),
      step(get(path), ok(exactly(document)), { recorded: 'read ops status' }),
      step({ ...get(path, 'other'), times: 4, fresh: true }, ok(exactly(document))),
    ],
    shared,
  ),
  story(
    'the last writer of the status wins, of whatever organisation',
    [
      step(say({ systemStatus: 'DEGRADED' }, 'admin'), stored),
      step(say({ systemStatus: 'CRITICAL' }, 'other'), stored),
      step(get(path, 'admin'), ok(exactly({ systemStatus: 'CRITICAL' }))),
    ],
    shared,
  ),
  story(
    'the status may be an array',
    [step(say([1, 'two', null]), stored), step(get(path), ok(exactly([1, 'two', null])))],
    shared,
  ),
  story(
    'a status with a key named success is passed on without the envelope',
    [
      step(say({ success: false, why: 'own key' }), stored),
      step(get(path), { status: 200, body: exactly({ success: false, why: 'own key' }) }),
    ],
    shared,
  ),
  story(
    'markup is taken out of the status, keys are left alone',
    [
      step(
        say({ '<b>key</b>': '<b>bold</b> 5 < 6 > 4 & more', nested: [{ text: '<script>x</script>y' }] }),
        stored,
      ),
      step(
        get(path),
        ok(
          z.strictObject({
            '<b>key</b>': z.literal('bold 5 &lt; 6 &gt; 4 & more'),
            nested: z.tuple([z.strictObject({ text: z.string().regex(/^[^<>]*y$/) })]),
          }),
        ),
      ),
    ],
    shared,
  ),
  story(
    'a status of more than 100 kB is a failure, and the old one stays',
    [
      step(say(document), stored),
      step(say({ text: 'x'.repeat(120_000) }), failure),
      step(get(path), ok(exactly(document))),
    ],
    shared,
  ),
  story(
    'the status may be posted by an organisation that does not pay',
    [step(say(document, 'suspended'), stored)],
    shared,
  ),
  story(
    'the status is kept for an hour',
    [
      step(say(document), stored),
      step(redis('TTL', 'vizora:ops:status'), { status: 200, body: z.int().min(3_500).max(3_600) }),
    ],
    { ...shared, demands: ['overwriting', 'control'] },
  ),
  ...['a text', 'null'].map((what) =>
    row(
      `a status that is only ${what} is refused`,
      post(path, what === 'null' ? 'null' : '"text"', 'viewer', {
        headers: { 'content-type': 'application/json' },
      }),
      { status: 400, body: z.looseObject({ statusCode: z.literal(400) }) },
      shared,
    ),
  ),
  row('nobody unknown may read the status', get(path, 'nobody'), unauthorized),
  row('nobody unknown may post a status', post(path, document, 'nobody'), csrfMissing),

  row('the validation tells each issue with its rule', get('health/validation'), ok(report), {
    recorded: 'validation of the organisation',
  }),
  row('a viewer may see the validation', get('health/validation', 'viewer'), ok(report)),
  story('the validation is not made anew for each reader', [
    step(get('health/validation'), ok(report), { keep: { made: 'data.timestamp' } }),
    step(
      { ...get('health/validation'), times: 4, fresh: true },
      ok((given) => report.extend({ timestamp: z.literal(given('made')) })),
    ),
  ]),
];

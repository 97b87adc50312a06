import { z } from 'zod';
import { badRequest, created, failure, ok, refused, some } from '../answers.ts';
import { control, get, patch, post, row, step, story } from '../ask.ts';
import type { Row } from '../row.ts';
import { contentDetail, titledContent } from '../shapes/content.ts';
import { session } from '../shapes/organisations.ts';

const json = { 'content-type': 'application/json' };
const anyList = ok(some({ data: z.array(z.unknown()) }));
const generated = /^[A-Za-z0-9-]{8,128}$/;
const own = 'content/{own_content}';
const named = (name: string) => titledContent.extend({ name: z.literal(name), title: z.literal(name) });

/** What holds for every request: names, caching, compression, texts and broken bodies. */
export const httpRows: readonly Row[] = [
  row(
    'a request keeps the id that it names',
    get('displays?limit=1', 'admin', { headers: { 'x-request-id': 'contract-7' } }),
    {
      status: 200,
      headers: { 'x-request-id': 'contract-7' },
    },
  ),
  row('a request without an id is given one', get('displays?limit=1'), {
    status: 200,
    headers: { 'x-request-id': generated },
  }),
  row(
    'a validation error has the id too',
    get('displays?limit=101', 'admin', { headers: { 'x-request-id': 'contract-8' } }),
    {
      status: 400,
      headers: { 'x-request-id': 'contract-8' },
    },
  ),
  row(
    'an id with other characters is replaced',
    get('displays?limit=1', 'admin', { headers: { 'x-request-id': 'no_good id' } }),
    {
      status: 200,
      headers: { 'x-request-id': /^(?!no_good id$)[A-Za-z0-9-]+$/ },
    },
  ),
  row(
    'an id of more than 128 characters is replaced',
    get('displays?limit=1', 'admin', { headers: { 'x-request-id': 'x'.repeat(129) } }),
    {
      status: 200,
      headers: { 'x-request-id': generated },
    },
  ),
  row(
    'an unauthorised request has no id',
    get('displays?limit=1', 'nobody', { headers: { 'x-request-id': 'contract-9' } }),
    { status: 401, headers: { 'x-request-id': null } },
  ),
  row(
    'a request of the wrong role has no id',
    patch('schedules/{schedule}', { isActive: false }, 'viewer', {
      headers: { 'x-request-id': 'contract-9' },
    }),
    {
      status: 403,
      headers: { 'x-request-id': null },
    },
  ),
  row(
    'a request to an unknown route has no id',
    get('nowhere', 'nobody', { headers: { 'x-request-id': 'contract-9' } }),
    { status: 404, headers: { 'x-request-id': null } },
  ),
  story('an answer that did not change is 304 without a body', [
    step(get(own), { status: 200, headers: { etag: /^W\/"[^"]+"$/ } }, { keep: { etag: 'header:etag' } }),
    step(get(own, 'admin', { headers: { 'if-none-match': '{etag}' } }), { status: 304, body: '' }),
    step(get(own, 'admin', { headers: { 'if-none-match': 'W/"another"' } }), ok(contentDetail)),
  ]),
  row(
    'a long answer is compressed when that is asked for',
    get('displays?limit=100', 'admin', { headers: { 'accept-encoding': 'gzip' } }),
    {
      ...anyList,
      headers: { 'content-encoding': 'gzip' },
    },
  ),
  row(
    'a long answer is not compressed unasked',
    get('displays?limit=100', 'admin', { headers: { 'accept-encoding': 'identity' } }),
    {
      ...anyList,
      headers: { 'content-encoding': null },
    },
  ),
  row(
    'a short answer is not compressed',
    get('health/live', 'nobody', { headers: { 'accept-encoding': 'gzip' } }),
    { status: 200, headers: { 'content-encoding': null } },
  ),
  row('JSON says its character set', get('displays?limit=1'), {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  }),

  story('markup is taken out of what is written, and angle brackets are escaped', [
    step(patch(own, { name: 'a <b>bold</b> 5 < 6' }), ok(named('a bold 5 &lt; 6'))),
    step(get(own), ok(contentDetail.extend({ name: z.literal('a bold 5 &lt; 6') }))),
  ]),
  row('a closing angle bracket is escaped', patch(own, { name: '7 > 6' }), ok(named('7 &gt; 6'))),
  story('an ampersand comes back as it was', [
    step(patch(own, { name: 'salt & pepper' }), ok(named('salt & pepper'))),
    step(get(own), ok(contentDetail.extend({ name: z.literal('salt & pepper') }))),
  ]),
  story(
    'an ampersand is stored as an entity',
    [
      step(patch(own, { name: 'salt & pepper' }), { status: 200 }),
      step(control('/world/Content/{own_content}'), {
        status: 200,
        body: some({ name: z.literal('salt &amp; pepper') }),
      }),
    ],
    { demands: ['control'] },
  ),

  row(
    'a body that ends early is refused with the reason',
    patch(own, '{"name":', 'admin', { headers: json }),
    refused('Unexpected end of JSON input'),
  ),
  row('a body that is no JSON is refused', patch(own, '{nope: 1}', 'admin', { headers: json }), {
    status: 400,
    body: some({ statusCode: z.literal(400), error: z.literal('Bad Request') }),
  }),
  row('a body that is only a text is refused', patch(own, '"text"', 'admin', { headers: json }), {
    status: 400,
    body: some({ statusCode: z.literal(400) }),
  }),
  row('a body that is only null is refused', patch(own, 'null', 'admin', { headers: json }), {
    status: 400,
    body: some({ statusCode: z.literal(400) }),
  }),
  row(
    'a body of more than 100 kB is a failure, not a 413',
    patch(own, { name: 'x'.repeat(120_000) }),
    failure,
  ),
  row(
    'a body of a form is read like JSON',
    post('auth/login', 'email={admin_email_encoded}&password={admin_password_encoded}', 'nobody', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
    created(session),
  ),
  row(
    'a body of a form is validated like JSON',
    patch(own, 'colour=red', 'admin', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    badRequest,
  ),
];

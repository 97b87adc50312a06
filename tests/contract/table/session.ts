import { z } from 'zod';
import {
  created,
  csrfMissing,
  denied,
  forbidden,
  having,
  ok,
  plain,
  revoked,
  some,
  unauthorized,
  windows,
} from '../answers.ts';
import { get, patch, post, row, step, story } from '../ask.ts';
import type { Row, Step } from '../row.ts';
import { me, session } from '../shapes/organisations.ts';

const list = (headers: Record<string, string>) => get('displays', 'nobody', { headers });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const anyList = ok(some({ data: z.array(z.unknown()) }));

/** Logs in anew and keeps the token and the cookies, so that nobody else's session is touched. */
const freshLogin: Step = step(
  post('auth/login', { email: '{viewer_email}', password: '{viewer_password}' }, 'nobody'),
  created(session),
  {
    keep: {
      token: 'data.access_token',
      auth_cookie: 'cookie:vizora_auth_token',
      refresh_cookie: 'cookie:vizora_refresh_token',
      csrf_cookie: 'cookie:vizora_csrf_token',
    },
  },
);
const asAdmin: Step = {
  ...freshLogin,
  ask: post('auth/login', { email: '{admin_email}', password: '{admin_password}' }, 'nobody'),
};
const auth = 'vizora_auth_token={auth_cookie}';
const csrf = 'vizora_csrf_token={csrf_cookie}';
const write = (headers: Record<string, string>) => patch('content/{own_content}', {}, 'nobody', { headers });

/** Tokens and cookies after the login. */
export const sessionRows: readonly Row[] = [
  row(
    'one can ask who one is, with the whole organisation',
    get('auth/me'),
    having(ok(exactlyUser(me)), windows('1000')),
    { recorded: 'who am I' },
  ),
  row(
    'a super admin is told so',
    get('auth/me', 'super'),
    ok(exactlyUser(me.extend({ isSuperAdmin: z.literal(true) }))),
  ),
  row('nothing can be read without a token', list({}), having(unauthorized, windows('1000')), {
    recorded: 'without a token',
  }),
  row('a garbled token is unauthorised', list(bearer('garbled')), having(unauthorized, windows('1000')), {
    recorded: 'with a garbled token',
  }),
  row('bearer in lower case is unauthorised', list({ authorization: 'bearer {admin_token}' }), unauthorized),
  row('a token without its scheme is unauthorised', list({ authorization: '{admin_token}' }), unauthorized),
  row('a token with a changed signature is unauthorised', list(bearer('{admin_token}x')), unauthorized),
  row('an expired token is unauthorised', list(bearer('{expired_token}')), unauthorized, {
    demands: ['control'],
  }),
  story('a token is revoked by logging out, on every worker at once', [
    freshLogin,
    step(list(bearer('{token}')), anyList),
    step(
      post('auth/logout', undefined, 'nobody', { headers: bearer('{token}') }),
      plain(201, { success: true, message: 'Logged out successfully' }),
      {
        recorded: 'logout',
      },
    ),
    step({ ...list(bearer('{token}')), times: 5, fresh: true }, having(revoked, windows('1000')), {
      recorded: 'a revoked token',
    }),
  ]),
  row(
    'a token is not refreshed without the refresh cookie',
    post('auth/refresh'),
    denied('No refresh token'),
  ),
  story('refreshing answers no token, and a refresh cookie serves once', [
    freshLogin,
    step(refresh(), having(created(exactlySeconds()), { 'set-cookie': /vizora_auth_token=[^;]+/ })),
    step(refresh(), denied('Refresh token already rotated')),
  ]),

  story('a write with the auth cookie needs the CSRF cookie, bearer or not', [
    asAdmin,
    step(write({ ...bearer('{token}'), cookie: auth }), csrfMissing),
    step(write({ cookie: auth }), csrfMissing),
  ]),
  row(
    'a write with the auth cookie is refused before anything is looked up',
    patch('schedules/{schedule}', { isActive: false }, 'admin', {
      headers: { cookie: 'vizora_auth_token={admin_token}' },
    }),
    having(csrfMissing, { 'x-ratelimit-limit-short': null }),
    { recorded: 'a write with bearer and auth cookie' },
  ),
  story('a write with cookies needs a CSRF header like its cookie', [
    asAdmin,
    step(
      write({ cookie: `${auth}; ${csrf}` }),
      plain(403, { statusCode: 403, message: 'Invalid CSRF token', error: 'Forbidden' }),
    ),
    step(
      write({ cookie: `${auth}; ${csrf}`, 'x-csrf-token': 'another' }),
      plain(403, { statusCode: 403, message: 'Invalid CSRF token', error: 'Forbidden' }),
    ),
    step(write({ cookie: `${auth}; ${csrf}`, 'x-csrf-token': '{csrf_cookie}' }), { status: 200 }),
  ]),
  story('the auth cookie outranks the bearer', [
    freshLogin,
    step(list({ ...bearer('garbled'), cookie: auth }), anyList),
    step(list({ ...bearer('{token}'), cookie: 'vizora_auth_token=garbled' }), unauthorized),
  ]),
  row('every answer offers a CSRF token as cookie and header', get('displays?limit=1', 'nobody'), {
    status: 401,
    headers: {
      'x-csrf-token': /^[0-9a-f]{64}$/,
      'set-cookie': /vizora_csrf_token=[0-9a-f]{64}; .*Max-Age=604800/,
    },
  }),
  row(
    'an unknown API key is unauthorised',
    get('content?limit=1', 'nobody', { headers: { 'x-api-key': 'vz_live_unknown' } }),
    denied('Invalid API key'),
  ),
  story(
    'an API key reads content and nothing else',
    [
      step(
        post('api-keys', { name: 'contract', scopes: ['read:content'] }),
        created(some({ key: z.string().startsWith('vz_live_') })),
        {
          keep: { key: 'data.key' },
        },
      ),
      step(get('content?limit=1', 'nobody', { headers: { 'x-api-key': '{key}' } }), anyList),
      step(get('displays?limit=1', 'nobody', { headers: { 'x-api-key': '{key}' } }), { status: 401 }),
    ],
    { demands: ['control'] },
  ),
  row(
    'a supposed role in the organisation of another is not found out',
    get('organizations/{other_org}'),
    forbidden('You can only access your own organization'),
  ),
];

function exactlyUser(user: z.ZodType) {
  return z.strictObject({ user });
}

function exactlySeconds() {
  return z.strictObject({ expiresIn: z.int().min(60).max(604_800) });
}

function refresh() {
  return post('auth/refresh', undefined, 'nobody', {
    headers: {
      cookie: `vizora_refresh_token={refresh_cookie}; ${csrf}`,
      'x-csrf-token': '{csrf_cookie}',
    },
  });
}

import { z } from 'zod';
import { badRequest, created, denied, having, plain, tooMany, windows } from '../answers.ts';
import { post, row, step, story } from '../ask.ts';
import type { HeaderRule, Row } from '../row.ts';
import { envelope } from '../shapes/envelope.ts';
import { session } from '../shapes/organisations.ts';

const wrong = denied('Invalid email or password');
const as = (who: string) => ({ email: `{${who}_email}`, password: `{${who}_password}` });
const login = (body: unknown, from?: string) =>
  post('auth/login', body, 'nobody', from === undefined ? {} : { from });
const stranger = { email: '{own_stranger}', password: 'not-the-password' };
const lockedOut = plain(
  429,
  {
    statusCode: 429,
    message: 'Account temporarily locked due to too many failed login attempts. Try again in 15 minutes.',
  },
  { 'retry-after': null, 'retry-after-short': null, 'retry-after-medium': null, 'retry-after-long': null },
);
const withRole = (role: string, isSuperAdmin = false) =>
  session.extend({
    user: session.shape.user.extend({ role: z.literal(role), isSuperAdmin: z.literal(isSuperAdmin) }),
  });

const claims = z.strictObject({
  sub: z.string(),
  email: z.string(),
  organizationId: z.string(),
  role: z.string(),
  isSuperAdmin: z.boolean(),
  type: z.literal('user'),
  jti: z.string(),
  iat: z.int(),
  exp: z.int(),
});

/** A token whose claims are as told, and which lives as long as its answer says. */
const honest = (body: unknown): boolean => {
  const { access_token, expiresIn } = (body as { data: z.infer<typeof session> }).data;
  const [head = '', payload = ''] = access_token.split('.');
  const decoded = (part: string): unknown =>
    JSON.parse(Buffer.from(part, 'base64url').toString('utf8') || 'null');
  const read = claims.safeParse(decoded(payload));
  const algorithm = z.looseObject({ alg: z.literal('HS256') }).safeParse(decoded(head));
  return algorithm.success && read.success && read.data.exp - read.data.iat === expiresIn;
};

const cookies: Record<string, HeaderRule> = {
  'set-cookie':
    /^(?=[\s\S]*vizora_auth_token=[^;]+;[^\n]*Max-Age=2592000[^\n]*HttpOnly[^\n]*Secure[^\n]*SameSite=Strict)(?=[\s\S]*vizora_refresh_token=[^;]+;[^\n]*Max-Age=2592000[^\n]*HttpOnly[^\n]*Secure[^\n]*SameSite=Strict)(?=[\s\S]*vizora_csrf_token=[^;]+;[^\n]*Max-Age=604800(?![^\n]*HttpOnly))/,
};

/** Logging in, and how it is refused. */
export const loginRows: readonly Row[] = [
  row(
    'a login is 201, with the token in snake case and the seconds it lives',
    login(as('admin')),
    having(created(withRole('admin')), windows('5')),
    {
      recorded: ['login', 'login to another organisation', 'login to a large organisation'],
    },
  ),
  row('a viewer may log in', login(as('viewer')), created(withRole('viewer')), {
    recorded: 'login as viewer',
  }),
  row('the login of a super admin says so', login(as('super')), created(withRole('admin', true)), {
    recorded: 'login as super admin',
  }),
  row('the token carries its claims and lives as long as the answer says', login(as('admin')), {
    status: 201,
    body: envelope(session).refine(honest, {
      path: ['data', 'access_token'],
      message: 'expected an HS256 token with the known claims',
    }),
  }),
  row('a login sets three cookies, of which scripts can read only the CSRF token', login(as('admin')), {
    status: 201,
    headers: cookies,
  }),
  row(
    'the address in a login is trimmed and lower-cased',
    login({ email: '  {admin_email_shouted} ', password: '{admin_password}' }),
    created(withRole('admin')),
  ),
  row('a login as nobody who is known is unauthorised', login(stranger), wrong),
  row(
    'a login with a wrong password is unauthorised, in the same words',
    login({ ...as('viewer'), password: 'wrong' }),
    having(wrong, windows('5')),
    {
      recorded: 'login with a wrong password',
      demands: ['control'],
    },
  ),
  row(
    'a login with an extra key is refused',
    login({ email: 'a@b.example', password: 'x', extra: 1 }),
    having(badRequest, windows('5')),
    {
      recorded: 'login with an extra key',
    },
  ),
  row('a login without a password is refused', login({ email: 'a@b.example' }), badRequest),
  row('a login with a number for an address is refused', login({ email: 5, password: 'x' }), badRequest),
  story(
    'the sixth login in a minute is too many, and says when in the plain header',
    [
      step({ ...login(stranger), times: 5 }, wrong),
      step(login(stranger), tooMany({ 'retry-after': '60', 'retry-after-short': null })),
      step(login(as('admin')), tooMany({ 'retry-after': '60' })),
    ],
    { demands: ['exhausting', 'addresses'] },
  ),
  story(
    'ten wrong passwords lock an account, even for the right one and from elsewhere',
    [
      step({ ...login({ ...as('own_user'), password: 'wrong' }, 'one'), times: 5 }, wrong),
      step({ ...login({ ...as('own_user'), password: 'wrong' }, 'two'), times: 5 }, wrong),
      step(login({ ...as('own_user'), password: 'wrong' }, 'three'), lockedOut),
      step(login(as('own_user'), 'three'), lockedOut),
    ],
    { demands: ['control', 'addresses'] },
  ),
];

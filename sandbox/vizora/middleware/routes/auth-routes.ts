import { randomBytes, randomUUID } from 'node:crypto';
import type { Response } from 'express';
import { z } from 'zod';
import { passwordMatches } from '../../world/password.ts';
import type { OrganizationRow, UserRow } from '../../world/rows.ts';
import { AUTH_COOKIE, appendCookie, cookiesOf, dropCookie, REFRESH_COOKIE } from '../cookies.ts';
import type { Deps } from '../deps.ts';
import { dto } from '../dto.ts';
import { refusal, terse, unauthorized } from '../http-error.ts';
import { defineRoute } from '../route.ts';
import { issueRefreshToken, rotateRefreshToken } from '../session/refresh-token.ts';
import { revoke } from '../session/revocation.ts';
import { issueToken } from '../session/token.ts';
import { pick } from '../shapes/rows.ts';

const TOKEN_LIFE_SECONDS = 7 * 24 * 3_600;
const COOKIE_LIFE_SECONDS = 30 * 24 * 3_600;
const LOCK_AFTER = 10;
const LOCK_SECONDS = 900;

interface Credentials {
  email: string;
  password: string;
}

const login = defineRoute<unknown, Credentials>({
  method: 'post',
  path: '/api/v1/auth/login',
  access: 'public',
  perMinute: 5,
  body: (strict) => {
    const shape = {
      email: z
        .string()
        .transform((text) => (strict('login_email_normalised') ? text.trim().toLowerCase() : text))
        .pipe(z.string().regex(/^[^\s@]+@[^\s@]+$/)),
      password: z.string().min(1),
    };
    return strict('extra_login_key_400') ? dto(strict, shape) : z.object(shape);
  },
  async handle({ body: { email, password }, deps, response }) {
    await assertNotLocked(email, deps);
    const [user] = await deps.database.rows<UserRow>('SELECT * FROM users WHERE "email" = $1', [email]);
    if (user === undefined || !user.isActive || !passwordMatches(password, user.passwordHash)) {
      await countFailure(email, deps);
      throw refusal(401, 'Invalid email or password');
    }
    await deps.redis.del(attemptsKey(email));
    deps.log.noteAccount(response, user.email);
    const [organization] = await deps.database.rows<OrganizationRow>(
      'SELECT * FROM organizations WHERE "id" = $1',
      [user.organizationId],
    );
    if (organization === undefined) throw unauthorized();
    if (user.mfaEnabled) return { mfaRequired: true, challengeToken: randomBytes(24).toString('hex') };
    if (organization.mfaRequired) {
      return { mfaEnrollmentRequired: true, enrollmentToken: randomBytes(24).toString('hex') };
    }
    const access_token = startSession(user, response, deps);
    const refresh = await issueRefreshToken(user.id, randomUUID(), deps);
    appendCookie(response, REFRESH_COOKIE, refresh, { maxAge: COOKIE_LIFE_SECONDS });
    await deps.database.rows('UPDATE users SET "lastLoginAt" = $1 WHERE "id" = $2', [
      new Date(deps.now()).toISOString(),
      user.id,
    ]);
    const { passwordHash: _, mfaSecret: __, ...visible } = user;
    return {
      access_token,
      user: { ...visible, organization: pick(organization, ['name', 'subscriptionTier']) },
      expiresIn: TOKEN_LIFE_SECONDS,
    };
  },
});

function startSession(user: UserRow, response: Response, { settings, now }: Deps): string {
  const token = issueToken(user, settings.jwtSecret, now(), TOKEN_LIFE_SECONDS);
  appendCookie(response, AUTH_COOKIE, token, { maxAge: COOKIE_LIFE_SECONDS });
  return token;
}

const attemptsKey = (email: string): string => `login_attempts:${email}`;

async function assertNotLocked(email: string, { redis, strict }: Deps): Promise<void> {
  if (!strict('account_lockout')) return;
  if (Number(await redis.get(attemptsKey(email))) < LOCK_AFTER) return;
  throw terse(
    429,
    'Account temporarily locked due to too many failed login attempts. Try again in 15 minutes.',
  );
}

async function countFailure(email: string, { redis }: Deps): Promise<void> {
  await redis.incr(attemptsKey(email));
  await redis.expire(attemptsKey(email), LOCK_SECONDS);
}

const me = defineRoute({
  method: 'get',
  path: '/api/v1/auth/me',
  access: 'session',
  async handle({ session, organizationId, deps }) {
    const [user] = await deps.database.rows<UserRow>('SELECT * FROM users WHERE "id" = $1', [
      session?.user.id,
    ]);
    const [organization] = await deps.database.rows<OrganizationRow>(
      'SELECT * FROM organizations WHERE "id" = $1',
      [organizationId],
    );
    if (user === undefined) throw unauthorized();
    return {
      user: {
        ...pick(user, ['id', 'email', 'firstName', 'lastName', 'avatar', 'organizationId', 'role']),
        ...(user.isSuperAdmin ? { isSuperAdmin: true } : {}),
        organization,
        avatarUrl: user.avatar,
      },
    };
  },
});

const logout = defineRoute({
  method: 'post',
  path: '/api/v1/auth/logout',
  access: 'session',
  ungated: true,
  async handle({ session, deps, response }) {
    if (session !== null) await revoke(session.claims, deps);
    dropCookie(response, AUTH_COOKIE);
    dropCookie(response, REFRESH_COOKIE);
    return { success: true, message: 'Logged out successfully' };
  },
});

/** For browsers only: what is new stands in the cookies, and nowhere in the body. */
const refresh = defineRoute({
  method: 'post',
  path: '/api/v1/auth/refresh',
  access: 'public',
  perMinute: 10,
  ungated: true,
  async handle({ request, response, deps }) {
    const given = cookiesOf(request)[REFRESH_COOKIE];
    if (given === undefined) {
      if (!deps.strict('refresh_needs_cookie')) return { expiresIn: TOKEN_LIFE_SECONDS };
      throw refusal(401, 'No refresh token');
    }
    const { user, token } = await rotateRefreshToken(given, deps);
    startSession(user, response, deps);
    appendCookie(response, REFRESH_COOKIE, token, { maxAge: COOKIE_LIFE_SECONDS });
    return { expiresIn: TOKEN_LIFE_SECONDS };
  },
});

export const AUTH_ROUTES = [login, me, logout, refresh];

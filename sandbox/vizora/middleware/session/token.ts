import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { UserRow } from '../../world/rows.ts';

export interface Claims {
  readonly sub: string;
  readonly email: string;
  readonly organizationId: string;
  readonly role: string;
  readonly isSuperAdmin: boolean;
  readonly type: 'user';
  readonly jti: string;
  /** In seconds since the epoch. */
  readonly iat: number;
  readonly exp: number;
}

const HEADER = encode({ alg: 'HS256', typ: 'JWT' });

/** @param now in ms since the epoch @param lifeSeconds until it expires */
export function issueToken(user: UserRow, secret: string, now: number, lifeSeconds: number): string {
  const iat = Math.floor(now / 1_000);
  const claims: Claims = {
    sub: user.id,
    email: user.email,
    organizationId: user.organizationId,
    role: user.role,
    isSuperAdmin: user.isSuperAdmin,
    type: 'user',
    jti: randomUUID(),
    iat,
    exp: iat + lifeSeconds,
  };
  const content = `${HEADER}.${encode(claims)}`;
  return `${content}.${sign(content, secret)}`;
}

/** The claims of a token that is ours and, unless told otherwise, has not expired; else null. */
export function readToken(token: string, secret: string, now: number, checkExpiry: boolean): Claims | null {
  const [header, payload, signature] = token.split('.');
  if (header !== HEADER || payload === undefined || signature === undefined) return null;
  const expected = Buffer.from(sign(`${header}.${payload}`, secret));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
  return checkExpiry && claims.exp * 1_000 <= now ? null : claims;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

const sign = (content: string, secret: string): string =>
  createHmac('sha256', secret).update(content).digest('base64url');

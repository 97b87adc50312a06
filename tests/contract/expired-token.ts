import { createHmac, randomUUID } from 'node:crypto';

export interface TokenUser {
  readonly id: string;
  readonly email: string;
  readonly organizationId: string;
}

/** A token that was good until a minute ago. */
export function expiredToken(secret: string, user: TokenUser, now: number): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const iat = Math.floor(now / 1_000) - 120;
  const content = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({
    sub: user.id,
    email: user.email,
    organizationId: user.organizationId,
    role: 'admin',
    isSuperAdmin: false,
    type: 'user',
    jti: randomUUID(),
    iat,
    exp: iat + 60,
  })}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

import { createHmac, randomUUID } from 'node:crypto';

/** A token that was good until a minute ago. */
export function expiredToken(secret: string, email: string, now: number): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const iat = Math.floor(now / 1_000) - 120;
  const content = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({
    sub: randomUUID(),
    email,
    organizationId: randomUUID(),
    role: 'admin',
    isSuperAdmin: false,
    type: 'user',
    jti: randomUUID(),
    iat,
    exp: iat + 60,
  })}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

import type { Deps } from '../deps.ts';
import type { Claims } from './token.ts';

const key = (claims: Claims): string => `revoked_token:${claims.jti}`;

/** Ends a token at once, for all workers. */
export async function revoke(claims: Claims, { redis, now }: Deps): Promise<void> {
  const left = claims.exp - Math.floor(now() / 1_000);
  if (left > 0) await redis.set(key(claims), '1', 'EX', left);
}

export const isRevoked = async (claims: Claims, { redis }: Deps): Promise<boolean> =>
  (await redis.exists(key(claims))) === 1;

import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

/** Cheap on purpose: these accounts guard nothing. */
const COST = { N: 256, r: 8, p: 1 };

/** What stands in `users."passwordHash"`. */
export function hashPassword(password: string, salt: string = randomBytes(8).toString('hex')): string {
  return `scrypt$${salt}$${scryptSync(password, salt, 32, COST).toString('hex')}`;
}

export function passwordMatches(password: string, hash: string | null): boolean {
  const [scheme, salt, expected] = (hash ?? '').split('$');
  if (scheme !== 'scrypt' || salt === undefined || expected === undefined) return false;
  return timingSafeEqual(scryptSync(password, salt, 32, COST), Buffer.from(expected, 'hex'));
}

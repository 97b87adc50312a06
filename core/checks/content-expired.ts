import { bad, type Finding, good, unknown } from '../verdict.ts';

/**
 * Is the content active although it expired longer ago than `overdue`? The platform itself expires content every
 * hour: only what it has missed is a fault.
 *
 * @param expiresAt ISO-8601, null for what never expires, undefined where it is not known
 * @param overdue in ms; after exactly this long it is still the platform's turn
 */
export function contentExpired(
  { status }: { readonly status: string },
  expiresAt: string | null | undefined,
  overdue: number,
  now: number,
): Finding {
  if (status !== 'active') return good;
  if (expiresAt === undefined) return unknown('detail_unknown', 'when it expires has not been read yet');
  if (expiresAt === null) return good;
  const expiry = Date.parse(expiresAt);
  if (Number.isNaN(expiry)) return unknown('unparseable_date', 'its expiry cannot be read');
  if (now - expiry <= overdue) return good;
  return bad(`expired at ${new Date(expiry).toISOString()}`, expiry);
}

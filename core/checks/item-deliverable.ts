/** Statuses are the platform's words; only this one is delivered, and a content without any. */
const DELIVERED = 'active';

/**
 * Would the platform send this item of a playlist to a display, by the platform's own rule? It must have a content
 * whose status is `active` or null, and which has not expired: at the very instant of its expiry it is not sent any
 * more, and a date that the platform cannot read never comes.
 *
 * @param item null or undefined where the playlist's item has no content; `expiresAt` undefined where it is not known
 */
export function itemDeliverable(
  item: { status: string | null; expiresAt: string | null | undefined } | null | undefined,
  now: number,
): 'yes' | 'no' | 'unknown' {
  if (item === null || item === undefined) return 'no';
  if (item.status !== null && item.status !== DELIVERED) return 'no';
  if (item.expiresAt === undefined) return 'unknown';
  if (item.expiresAt === null) return 'yes';
  return Date.parse(item.expiresAt) <= now ? 'no' : 'yes';
}

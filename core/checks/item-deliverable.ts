/** Whether something reaches a screen, as far as is known. */
export type Deliverable = 'yes' | 'no' | 'unknown';

/** What decides whether a content is delivered; the expiry is undefined while it is not known. */
export interface DeliverableItem {
  /** Null counts as active. */
  readonly status: string | null;
  /** ISO-8601; null for what never expires. */
  readonly expiresAt: string | null | undefined;
}

/**
 * Does the platform deliver this item of a playlist? Null is an item whose content is gone. It compares dates, so that
 * one which cannot be read never passes; and at the very instant of its expiry a content is expired.
 */
export function itemDeliverable(item: DeliverableItem | null | undefined, now: number): Deliverable {
  if (item === null || item === undefined) return 'no';
  if (item.status !== null && item.status !== 'active') return 'no';
  if (item.expiresAt === undefined) return 'unknown';
  if (item.expiresAt === null) return 'yes';
  return Date.parse(item.expiresAt) <= now ? 'no' : 'yes';
}

/** Does at least one of these reach a screen? Of nothing, nothing does. */
export function anyDeliverable(all: Iterable<Deliverable>): Deliverable {
  let result: Deliverable = 'no';
  for (const one of all) {
    if (one === 'yes') return 'yes';
    if (one === 'unknown') result = 'unknown';
  }
  return result;
}

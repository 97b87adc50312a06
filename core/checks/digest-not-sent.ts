import { bad, type Finding, good, unknown } from '../verdict.ts';

/** What became of the daily digest that was due last. */
export interface DigestDelivery {
  /** In ms since the epoch; null when none was due since the digest is sent at all. */
  readonly dueAt: number | null;
  readonly outcome: 'waiting' | 'sent' | 'failed';
  /** Why it was not sent; null unless it failed. */
  readonly trouble: string | null;
}

/** Could the last digest that was due not be sent? */
export function digestNotSent({ dueAt, outcome, trouble }: DigestDelivery): Finding {
  if (dueAt === null || outcome === 'sent') return good;
  if (outcome === 'waiting') return unknown('too_few_samples', 'it is due, and was not tried yet');
  return bad(trouble ?? 'it could not be sent', dueAt);
}

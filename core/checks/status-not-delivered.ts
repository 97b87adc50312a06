import { bad, type Finding, good, unknown } from '../verdict.ts';

/** How far the status document came on its way to the platform. Times are ms since the epoch. */
export interface StatusDelivery {
  /** When this process first tried to post it; null before. */
  readonly triedSince: number | null;
  /** When it was last seen to stand where it was posted; null before. */
  readonly provenAt: number | null;
  /** When another one stood in its place. */
  readonly overwrittenAt: readonly number[];
  /** Why the last attempt proved nothing; null when it did. */
  readonly trouble: string | null;
}

/** The platform keeps a document for so long; one that others replace twice within it has a rival. */
const OVERWRITTEN_WITHIN_MS = 3_600_000;
const OVERWRITES_OF_A_RIVAL = 2;

/**
 * Does the status document fail to arrive? Bad when nothing proved it for longer than `after`, or when somebody
 * else keeps replacing it: the last writer wins, so that each proof is soon worth nothing.
 *
 * @param after in ms
 */
export function statusNotDelivered(delivery: StatusDelivery, now: number, after: number): Finding {
  const { triedSince, provenAt, trouble } = delivery;
  const since = provenAt ?? triedSince;
  if (since === null) return unknown('too_few_samples', 'not tried yet');
  if (since > now) return unknown('samples_too_old', 'the clock was set back');
  if (now - since > after) return bad(trouble ?? 'nothing shows that it arrived', since);
  const overwritten = delivery.overwrittenAt.filter((at) => at <= now && now - at < OVERWRITTEN_WITHIN_MS);
  const [first] = overwritten;
  if (first !== undefined && overwritten.length >= OVERWRITES_OF_A_RIVAL) {
    return bad(`somebody else has replaced it ${overwritten.length} times within the last hour`, first);
  }
  return provenAt === null ? unknown('too_few_samples', trouble ?? undefined) : good;
}

import type { DecisionContext } from '../decision-context.ts';
import { modeInForce } from '../gates/mode.ts';
import type { Reason } from '../reasons.ts';

/** When what waits for a person's answer, or got a no, was last looked at; by question. */
export type Weighed = Map<string, number>;

/** It is looked at again so often while its alert stands: each look costs requests. */
const WEIGHED_FOR_MS = 600_000;

/**
 * Whether a person has the word, and it is not time yet to see whether that still is so.
 *
 * @param reason of the last decision about the same
 */
export function isUpToPeople(reason: Reason, context: DecisionContext, weighed: Weighed): boolean {
  const { question, route, ledger, now } = context;
  if (route.repair === null || modeInForce(context) !== 'approve') return false;
  const lookedAt = weighed.get(JSON.stringify(question)) ?? Number.NEGATIVE_INFINITY;
  if (Math.abs(now() - lookedAt) >= WEIGHED_FOR_MS) return false;
  if (reason === 'rejected_by_person') return true;
  const asked = ledger.proposals.newestOf(question);
  return reason === 'awaiting_approval' && asked?.state === 'waiting' && now() < asked.expires_at;
}

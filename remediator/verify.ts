import type { Clock } from '../core/clock.ts';
import type { ActionPolicy } from '../core/config/policies.ts';
import type { Check, Json } from './action.ts';

/** What looking found after the act, sustained where the policy asks for that. */
export interface Verified {
  readonly verdict: 'good' | 'bad' | 'unknown';
  readonly after: Json | null;
  readonly detail: string;
}

const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5_000;
const LOOKS_WITHIN = 12;

/**
 * Looks until the fault has been gone without interruption for `stable_for`, or `verify_within` is over; a
 * good time that began by then is waited for.
 *
 * @param lookOnce looks at the effect
 * @param betweenLooks in ms; null is a few seconds
 * @throws the signal's reason when aborted: the remediation stays unfinished and is taken up at the next start
 */
export async function verify(
  lookOnce: () => Promise<Check>,
  policy: ActionPolicy,
  betweenLooks: number | null,
  clock: Clock,
  signal: AbortSignal,
): Promise<Verified> {
  await clock.sleep(policy.settle, signal);
  const deadline = clock.now() + policy.verify_within;
  const pause =
    betweenLooks ??
    Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, policy.verify_within / LOOKS_WITHIN));
  let goodTime: { readonly since: number; readonly steady: string } | null = null;
  for (;;) {
    const { finding, steady, after } = await lookSafely(lookOnce);
    const now = clock.now();
    if (finding.verdict !== 'good') goodTime = null;
    else if (goodTime === null || goodTime.steady !== steady) goodTime = { since: now, steady };
    if (goodTime !== null && now - goodTime.since >= policy.stable_for) {
      const held = Math.round((now - goodTime.since) / 1_000);
      const stayed = held === 0 ? '' : `, and stayed away for ${held} s`;
      return { verdict: 'good', after, detail: `the fault is gone${stayed}` };
    }
    if (now >= deadline && (goodTime === null || goodTime.since > deadline)) {
      const detail = finding.detail ?? (finding.verdict === 'unknown' ? finding.reason : 'it is not steady');
      return { verdict: finding.verdict === 'unknown' ? 'unknown' : 'bad', after, detail };
    }
    await clock.sleep(pause, signal);
  }
}

/** A look that failed says nothing about the target. */
export async function lookSafely(
  lookOnce: () => Promise<Check>,
): Promise<Omit<Check, 'after'> & { after: Json | null }> {
  try {
    return await lookOnce();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { finding: { verdict: 'unknown', reason: 'not_readable', detail }, steady: '', after: null };
  }
}

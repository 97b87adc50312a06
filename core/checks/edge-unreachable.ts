import { type Finding, unknown } from '../verdict.ts';
import { failedLooks, type LookSample } from './failed-looks.ts';

/**
 * Does a public address not answer although the service behind it does? Bad when the last three looks at the address in
 * a row failed, good when the newest succeeded, unknown in between. It is judged only while all that shows the service
 * on loopback was good, for as long as the address failed: else the fault lies behind the edge, and says nothing of it.
 *
 * @param looks at the address, oldest first
 * @param backing looks at the service on loopback, of each kind on its own, oldest first
 * @param maxAge in ms: how old the newest look of each may be
 */
export function edgeUnreachable(
  looks: readonly LookSample[],
  backing: readonly (readonly LookSample[])[],
  now: number,
  maxAge: number,
): Finding {
  const finding = failedLooks(looks, now, maxAge);
  if (finding.verdict === 'unknown') return finding;
  const from = finding.verdict === 'bad' ? (finding.since ?? now) : now;
  const doubt = backing.map((samples) => doubtOf(samples, from, now, maxAge)).find((why) => why !== null);
  return doubt === undefined ? finding : unknown('source_down', doubt);
}

/** Why the service cannot be relied on to have been good since `from`; null when it was. */
function doubtOf(samples: readonly LookSample[], from: number, now: number, maxAge: number): string | null {
  const newest = samples.at(-1);
  if (newest === undefined || Math.abs(now - newest.at) > maxAge)
    return 'the service was not looked at on loopback';
  const inForce = Math.max(
    0,
    samples.findLastIndex(({ at }) => at <= from),
  );
  const failed = samples.slice(inForce).find(({ outcome }) => outcome !== 'up');
  return failed === undefined ? null : `the service on loopback: ${failed.detail}`;
}

import type { Clock } from '../../core/clock.ts';
import type { Broken, Fault } from './fault.ts';
import type { Sight, Witness } from './witness.ts';

/** One line of the drill's result; the seconds count from the moment at which it was broken. */
export interface FaultResult {
  readonly fault: string;
  readonly expected: 'repaired' | 'left alone';
  readonly outcome: string;
  readonly ok: boolean;
  readonly seconds: {
    readonly detected: number | null;
    readonly alerted: number | null;
    readonly acted: number | null;
    readonly verified: number | null;
  };
}

export interface Patience {
  /** How long until the act must have been seen, in ms. */
  readonly act: number;
  /** How long after the act until it must have stayed good, in ms. */
  readonly verify: number;
  /** Pause between two looks, in ms. */
  readonly step: number;
}

interface Moments {
  alerted: number | null;
  acted: number | null;
  /** Since when it has been good without a break. */
  goodSince: number | null;
  verified: number | null;
}

/**
 * Breaks one thing and waits until it was alerted, repaired by exactly one act, and stayed good, with its
 * alerts gone. What the exporter or the remediator say of themselves has no part in the verdict.
 *
 * @param detectedAt when the exporter says that it saw the fault: a figure for the table only
 */
export async function judgeFault(
  fault: Fault,
  witness: Witness,
  clock: Clock,
  patience: Patience,
  detectedAt: (since: number) => Promise<number | null>,
): Promise<FaultResult> {
  const brokenAt = clock.now();
  const broken = await fault.break(() => witness.look());
  const moments: Moments = { alerted: null, acted: null, goodSince: null, verified: null };
  let sight = await witness.look();
  let failure: string | null = null;
  while (moments.verified === null && failure === null) {
    await observe(broken, sight, moments);
    failure = verdictOn(broken, sight, moments, brokenAt, patience);
    if (moments.verified !== null || failure !== null) break;
    await clock.sleep(patience.step);
    sight = await witness.look();
  }
  const detected = await detectedAt(brokenAt);
  const after = (at: number | null) => (at === null ? null : Math.round((at - brokenAt) / 100) / 10);
  if (failure !== null) await broken.heal();
  return {
    fault: fault.name,
    expected: 'repaired',
    outcome: failure ?? 'repaired',
    ok: failure === null,
    seconds: {
      detected: after(detected),
      alerted: after(moments.alerted),
      acted: after(moments.acted),
      verified: after(moments.verified),
    },
  };
}

async function observe(broken: Broken, sight: Sight, moments: Moments): Promise<void> {
  if (sight.alerts.some(broken.alert)) moments.alerted ??= sight.at;
  moments.acted ??= broken.acted(sight);
  if (moments.acted === null) return;
  if (!(await broken.good(sight))) {
    moments.goodSince = null;
    return;
  }
  moments.goodSince ??= sight.at;
  const unfinished = sight.alerts.some(broken.unfinished);
  if (!unfinished && sight.at - moments.goodSince >= broken.stableFor) moments.verified = sight.at;
}

/** Why the fault has failed for good, or null while it may still come right. */
function verdictOn(
  broken: Broken,
  sight: Sight,
  moments: Moments,
  brokenAt: number,
  patience: Patience,
): string | null {
  const excess = broken.excess(sight);
  if (excess.length > 0) return `too much was done: ${excess.join('; ')}`;
  if (moments.verified !== null) return moments.alerted === null ? 'repaired without an alert' : null;
  if (moments.acted === null && sight.at - brokenAt > patience.act) {
    return moments.alerted === null ? 'not alerted' : 'nothing was done';
  }
  if (moments.acted !== null && sight.at - moments.acted > patience.verify) {
    return moments.goodSince === null ? 'not good after the act' : 'its alerts did not end';
  }
  return null;
}

/** Watches a healthy world for a while, in which nothing must be alerted or done. */
export async function judgeHealthy(
  witness: Witness,
  clock: Clock,
  forMs: number,
  step: number,
): Promise<FaultResult> {
  const until = clock.now() + forMs;
  let outcome = 'left alone';
  while (outcome === 'left alone' && clock.now() < until) {
    await clock.sleep(step);
    outcome = disturbance(await witness.look()) ?? outcome;
  }
  return {
    fault: 'none: a healthy world',
    expected: 'left alone',
    outcome,
    ok: outcome === 'left alone',
    seconds: { detected: null, alerted: null, acted: null, verified: null },
  };
}

function disturbance(sight: Sight): string | null {
  const [start] = sight.starts;
  const [write] = sight.writes;
  const alert = sight.alerts.find((labels) => labels['incident'] !== undefined);
  if (start !== undefined) return `${start.app} was started`;
  if (write !== undefined) return `${write.method} ${write.path} was asked for`;
  if (alert !== undefined) return `${alert['alertname']} fired for ${alert['target_id']}`;
  return null;
}

import type { EngineParts } from './engine-parts.ts';
import type { Hint } from './hint.ts';
import type { NewDecision } from './ledger/decisions.ts';

/** What was decided, except for where the hint came from. */
export type Judgement = Omit<NewDecision, 'source'>;

/**
 * Writes a decision for each hint that asked; part of the transaction in progress. Every delivered alert gets
 * a record of its own, what the remediator found by itself only when it is news.
 *
 * @param others what the further hints get, where that differs from the first
 */
export function recordDecision(
  hints: readonly Hint[],
  first: Judgement,
  others: Judgement,
  { ledger, clock, log, metrics }: Pick<EngineParts, 'ledger' | 'clock' | 'log' | 'metrics'>,
): void {
  const at = clock.now();
  for (const [index, { source, alertId }] of hints.entries()) {
    const decision = { ...(index === 0 ? first : others), source };
    if (alertId !== null) {
      ledger.deliveries.decided(alertId, ledger.decisions.add(decision, at));
    } else if (!addedAnew(decision)) continue;
    metrics.decided(decision.action, decision.reason);
    if (decision.decision !== 'heartbeat') {
      const { gates: _gates, ...line } = decision;
      log.info(line, 'decided');
    }
  }

  function addedAnew(decision: NewDecision): boolean {
    if (decision.decision !== 'act') return ledger.decisions.addOrRepeat(decision, at).added;
    ledger.decisions.add(decision, at);
    return true;
  }
}

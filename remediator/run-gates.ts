import type { Gate, GateAnswer, GateContext } from './gates/gate.ts';
import { refuse } from './gates/gate.ts';
import type { GateRecord } from './ledger/decisions.ts';
import type { Reason } from './reasons.ts';

/** What the gates said together; without a refusal the reason is that the fault is confirmed. */
export interface Ruling {
  readonly allowed: boolean;
  readonly reason: Reason;
  readonly records: readonly GateRecord[];
  /** In how many ms the refusing gate wants to be asked again. */
  readonly againIn: number | null;
}

/**
 * Asks the gates in order until one refuses. Where only the policy `observe` stands against it, the others
 * are asked all the same, so that the journal shows what would have happened.
 *
 * @param explore whether to go on where only `observe` refuses; what stands was explored before
 */
export async function runGates(
  gates: readonly Gate[],
  context: GateContext,
  explore = true,
): Promise<Ruling> {
  const records: GateRecord[] = [];
  let observed = false;
  for (const gate of gates) {
    const answer = await askSafely(gate, context);
    records.push({ gate: gate.name, passed: answer.passed, saw: answer.saw });
    if (answer.passed) continue;
    if (answer.reason === 'observe' && explore) {
      observed = true;
      continue;
    }
    const againIn = observed ? null : (answer.againIn ?? null);
    return { allowed: false, reason: observed ? 'observe' : answer.reason, records, againIn };
  }
  return { allowed: !observed, reason: observed ? 'observe' : 'fault_confirmed', records, againIn: null };
}

/** A gate that breaks could not tell, and who cannot tell says no. */
export async function askSafely(gate: Gate, context: GateContext): Promise<GateAnswer> {
  try {
    return await gate.ask(context);
  } catch (error) {
    return refuse('gate_error', error instanceof Error ? error.message : String(error));
  }
}

import type { Alert } from './alert.ts';
import { type ContextParts, createContext, type DecisionContext } from './decision-context.ts';
import type { EngineParts } from './engine-parts.ts';
import { type GateAnswer, pass } from './gates/gate.ts';
import type { GateRecord } from './ledger/decisions.ts';
import { type Question, questionOf, routeOf } from './question.ts';
import { REASONS, type Reason } from './reasons.ts';
import { routineOf } from './routine.ts';
import { askSafely } from './run-gates.ts';

/** What would be decided about an alert now, and what each gate says. */
export interface Tried extends Question {
  readonly target: string | null;
  readonly would: 'act' | 'ask_a_person' | 'refuse' | 'nothing';
  /** That of the first gate that refuses. */
  readonly reason: Reason;
  readonly sentence: string;
  readonly gates: readonly GateRecord[];
  readonly plan: unknown;
  readonly before: unknown;
}

export type DryRunParts = ContextParts & Pick<EngineParts, 'gates'>;

/**
 * Tries out what would be done about alerts: every gate is asked, also behind one that refuses, and nothing is changed,
 * neither in the ledger nor on the platform nor in Alertmanager, nor does any account log in but those that look.
 */
export async function dryRun(alerts: readonly Alert[], parts: DryRunParts): Promise<readonly Tried[]> {
  const ledger = parts.ledger.trial();
  try {
    const accounts: DryRunParts['accounts'] = {
      lookAt: parts.accounts.lookAt,
      standing: (org, acting) => parts.accounts.standing(org, acting, 'reader'),
    };
    const different = Map.groupBy(alerts, ({ status, labels }) =>
      JSON.stringify([status, questionOf(labels)]),
    );
    const tried: Tried[] = [];
    for (const [alert] of different.values()) {
      if (alert !== undefined) tried.push(await tryOut(alert, { ...parts, ledger, accounts }));
    }
    return tried;
  } finally {
    ledger.close();
  }
}

async function tryOut(alert: Alert, parts: DryRunParts): Promise<Tried> {
  const question = questionOf(alert.labels);
  const route = routeOf(question, parts.actions, parts.look.apps);
  const target = route.repair?.target ?? null;
  const routine = routineOf(alert);
  if (routine !== null) {
    const { reason, saw } = routine;
    const gates = [{ gate: 'alert', passed: false, saw }];
    return { ...question, ...asked(reason), target, would: 'nothing', gates, plan: null, before: null };
  }
  const context = createContext(parts, question, route, new Map(), 'alert');
  const { gates, reason } = await askAll(context, parts);
  // A look that breaks off was told by the gate that needed it.
  const sighting = route.repair === null ? null : await context.sight().catch(() => null);
  const plan = sighting?.plan ?? null;
  const found = reason === null && plan === null ? 'evidence_unknown' : (reason ?? 'fault_confirmed');
  return {
    ...question,
    ...asked(found),
    target,
    would: found === 'fault_confirmed' ? 'act' : found === 'awaiting_approval' ? 'ask_a_person' : 'refuse',
    gates,
    plan,
    before: sighting?.before ?? null,
  };
}

/** Behind labels that lead to no repair there is nothing more to ask. */
async function askAll(
  context: DecisionContext,
  { gates }: DryRunParts,
): Promise<{ readonly gates: readonly GateRecord[]; readonly reason: Reason | null }> {
  const records: GateRecord[] = [];
  let reason: Reason | null = null;
  for (const gate of gates) {
    const answer = gate.name === 'preflight' ? notRun(context) : await askSafely(gate, context);
    records.push({ gate: gate.name, passed: answer.passed, saw: answer.saw });
    if (answer.passed) continue;
    reason ??= answer.reason;
    if (context.route.objection !== null && gate.name === 'action_known') break;
  }
  return { gates: records, reason };
}

/** A program of the operator's own may change something. */
function notRun(context: DecisionContext): GateAnswer {
  return pass(
    context.route.repair === null || context.policy.preflight === undefined
      ? 'no preflight command is configured'
      : 'the preflight command is not run for a question that is only tried out',
  );
}

const asked = (reason: Reason) => ({ reason, sentence: REASONS[reason].sentence });

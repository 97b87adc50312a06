import type { Sighting } from '../action.ts';
import { digestOf } from '../digest-of.ts';
import type { GateContext } from '../gates/gate.ts';

/**
 * What an approval is bound to: the question, the target, what would be done, and the state that speaks for it; not the
 * moment of the look. Null where there is nothing that could be done.
 */
export function planHash(
  { question, repair }: Pick<GateContext, 'question' | 'repair'>,
  { plan, restsOn, before }: Sighting,
): string | null {
  if (plan === null) return null;
  const { action, target, params } = repair;
  return digestOf({ question, action, target, params, plan, restsOn: restsOn ?? before });
}

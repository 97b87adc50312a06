import { createHash } from 'node:crypto';
import { isPlainObject } from '../core/config/values.ts';
import type { Sighting } from './action.ts';
import type { GateContext } from './gates/gate.ts';

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
  const bound = { question, action, target, params, plan, restsOn: restsOn ?? before };
  return createHash('sha256').update(JSON.stringify(bound, inOrder)).digest('hex');
}

/** The order in which keys were written down says nothing. */
const inOrder = (_key: string, value: unknown): unknown =>
  isPlainObject(value)
    ? Object.fromEntries(
        Object.keys(value)
          .sort()
          .map((key) => [key, value[key]]),
      )
    : value;

import { isPlainObject } from '../core/config/values.ts';
import type { Json } from './action.ts';

/** One field that an act changed, by its dotted path. */
export interface Change {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * What differs after an act: only of what the action named beforehand as the state that it is about to change, and never
 * a whole thing of the platform's.
 *
 * @param after null where nobody looked
 */
export function changesBetween(before: Json, after: Json | null): readonly Change[] {
  return after === null ? [] : compare('', before, after);
}

function compare(field: string, before: unknown, after: unknown): Change[] {
  if (isPlainObject(before) && isPlainObject(after)) {
    return Object.keys(before).flatMap((key) => compare(below(field, key), before[key], after[key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) => index).flatMap((index) =>
      compare(below(field, String(index)), before[index], after[index]),
    );
  }
  const [was, is] = [before ?? null, after ?? null];
  return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ field, before: was, after: is }];
}

const below = (field: string, key: string): string => (field === '' ? key : `${field}.${key}`);

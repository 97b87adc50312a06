import { z } from 'zod';

/** ISO-8601 in UTC with milliseconds, the only way the platform writes a time. */
export const time = z.iso.datetime({ precision: 3 });
export const uuid = z.guid();
export const cuid = z.string().regex(/^c[a-z0-9]{19,29}$/);
export const count = z.int().nonnegative();
export const text = z.string();

/** Exactly this JSON, nothing more and nothing less. */
export function exactly(value: unknown): z.ZodType {
  if (Array.isArray(value)) {
    const [first, ...rest] = value.map(exactly);
    return first === undefined ? z.array(z.never()) : z.tuple([first, ...rest]);
  }
  if (typeof value === 'object' && value !== null)
    return z.strictObject(Object.fromEntries(Object.entries(value).map(([key, of]) => [key, exactly(of)])));
  return z.literal(value as string | number | boolean | null);
}

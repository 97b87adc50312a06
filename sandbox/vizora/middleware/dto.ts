import { z } from 'zod';
import type { Strict } from '../strictness.ts';

/** A body with exactly these keys. */
export const dto = <Shape extends z.ZodRawShape>(strict: Strict, shape: Shape) =>
  strict('unknown_body_key_400') ? z.strictObject(shape) : z.object(shape);

/**
 * The platform converts before it validates, and JavaScript's way of converting is what it uses: any
 * non-empty string is true.
 */
export const looseBoolean = (strict: Strict) =>
  z.preprocess((value) => {
    if (value === undefined || value === null) return value;
    if (!strict('string_false_is_true')) return value === 'false' ? false : value;
    return Boolean(value);
  }, z.boolean().nullable());

const converted = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
export const looseInteger = (min: number, max: number = Number.MAX_SAFE_INTEGER) =>
  z.preprocess(converted, z.int().min(min).max(max));

export const isoDate = z
  .string()
  .refine((text) => /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text)), 'must be an ISO date')
  .transform((text) => new Date(text).toISOString());

export const text = (max = 255) =>
  z.preprocess(
    (value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value),
    z.string().max(max),
  );

export const requiredText = (max = 255) =>
  text(max).refine((value) => value.length > 0, 'should not be empty');
export const jsonObject = z.record(z.string(), z.unknown());

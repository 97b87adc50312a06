import { z } from 'zod';
import type { Strict } from '../strictness.ts';
import { HttpError } from './http-error.ts';

export interface PageQuery {
  readonly page: number;
  readonly limit: number;
}

const whole = z
  .string()
  .regex(/^-?\d+$/, 'must be an integer number')
  .transform(Number);

/** The page that a list is asked for. @param shape further keys of the query */
export function pageQuery<Shape extends z.ZodRawShape>(strict: Strict, shape: Shape) {
  const page = strict('page_min_1') ? whole.pipe(z.number().min(1)) : whole.transform((n) => Math.max(1, n));
  const largest = strict('limit_max_100')
    ? whole.pipe(z.number().max(100, 'must not be greater than 100'))
    : whole;
  const limit = strict('limit_min_1')
    ? largest.pipe(z.number().min(1, 'must not be less than 1'))
    : largest.transform((n) => Math.max(1, n));
  const keys = {
    page: page.default(1),
    limit: limit.default(strict('default_limit_10') ? 10 : 20),
    ...shape,
  };
  return strict('unknown_query_400') ? z.strictObject(keys) : z.object(keys);
}

/** A list of rows as the platform nests it. */
export function pageOf<T>(items: readonly T[], total: number, { page, limit }: PageQuery, strict: Strict) {
  if (items.length === 0 && page > 1 && !strict('page_past_end_200')) {
    throw new HttpError(404, { message: 'Page not found', error: 'Not Found', statusCode: 404 });
  }
  return { data: items, meta: { page, limit, total, totalPages: Math.ceil(total / limit) } };
}

export const slice = ({ page, limit }: PageQuery): string => `LIMIT ${limit} OFFSET ${(page - 1) * limit}`;

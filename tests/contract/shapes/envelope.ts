import { z } from 'zod';
import { count } from './values.ts';

/** Every success that is not of an exempted kind. */
export const envelope = (data: z.ZodType) => z.strictObject({ success: z.literal(true), data });

/** A list: nested twice, with a page that adds up. */
export const page = (item: z.ZodType) =>
  envelope(
    z
      .strictObject({
        data: z.array(item),
        meta: z.strictObject({
          page: count.min(1),
          limit: count.min(1).max(100),
          total: count,
          totalPages: count,
        }),
      })
      .refine(({ meta }) => meta.totalPages === Math.ceil(meta.total / meta.limit), {
        path: ['meta', 'totalPages'],
        message: 'expected total divided by limit, rounded up',
      })
      .refine(({ data, meta }) => data.length <= meta.limit, {
        path: ['data'],
        message: 'expected no more items than the limit',
      }),
  );

import { z } from 'zod';

/** The largest page that the platform gives; one more is refused. */
export const PAGE_LIMIT = 100;

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** How many there are on all pages together, at the time of this page. */
  readonly total: number;
}

/** The payload of a list, which is nested once more inside the envelope. */
export function pageOf<Item>(item: z.ZodType<Item>): z.ZodType<Page<Item>> {
  return z
    .object({
      data: z.array(item).max(PAGE_LIMIT),
      meta: z.object({ total: z.number().int().nonnegative() }),
    })
    .transform(({ data, meta }) => ({ items: data, total: meta.total }));
}

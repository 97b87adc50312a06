import { z } from 'zod';
import { PAGE_LIMIT, type Page } from './page.ts';

/** An organisation as a super admin sees it. */
export const KnownOrganisation = z.object({
  id: z.string().min(1),
  slug: z.string().min(1),
  name: z.string(),
  subscriptionStatus: z.string(),
  _count: z.object({ displays: z.number().int(), content: z.number().int() }),
});
export type KnownOrganisation = z.output<typeof KnownOrganisation>;

/** This list has `skip` and `take` where all others have `meta`. */
export const KnownOrganisationPage: z.ZodType<Page<KnownOrganisation>> = z
  .object({
    data: z.array(KnownOrganisation).max(PAGE_LIMIT),
    total: z.number().int().nonnegative(),
  })
  .transform(({ data, total }) => ({ items: data, total }));

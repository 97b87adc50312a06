import { z } from 'zod';

/** The organisation that an account belongs to, as the platform has it. */
export const WhoAmI = z
  .object({ user: z.object({ organization: z.object({ slug: z.string().min(1), name: z.string() }) }) })
  .transform(({ user }) => ({ slug: user.organization.slug, name: user.organization.name }));
export type WhoAmI = z.output<typeof WhoAmI>;

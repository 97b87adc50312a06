import { z } from 'zod';

/**
 * What the platform itself thinks is wrong; up to an hour old, at most 500 rows, and wrong at times: a hint where to
 * look first, never a verdict.
 */
export const Validation = z.object({
  timestamp: z.string(),
  issues: z.array(z.object({ rule: z.string(), entity: z.string(), entityId: z.string() })),
});
export type Validation = z.output<typeof Validation>;

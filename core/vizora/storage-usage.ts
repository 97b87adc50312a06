import { z } from 'zod';

/** How much of its storage an organisation uses, in bytes. */
export const StorageUsage = z.object({
  usedBytes: z.number().nonnegative(),
  quotaBytes: z.number().nonnegative(),
});
export type StorageUsage = z.output<typeof StorageUsage>;

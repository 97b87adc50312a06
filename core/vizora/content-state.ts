import { z } from 'zod';

/** What is read of the row that archiving or restoring a content answers. */
export const ContentState = z.object({
  id: z.string().min(1),
  status: z.string(),
  updatedAt: z.string(),
});
export type ContentState = z.output<typeof ContentState>;

import { z } from 'zod';

/** What is read of a content in its list, which hides when it expires and what it refers to. */
export const Content = z.object({
  id: z.string().min(1),
  name: z.string(),
  type: z.string(),
  status: z.string(),
  thumbnail: z.string().nullable(),
  /** In bytes; null where the platform does not know. */
  fileSize: z.number().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Content = z.output<typeof Content>;

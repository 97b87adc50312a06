import { z } from 'zod';

/**
 * What is read of a schedule. List rows carry the display's row with its secrets: everything that does not
 * stand here is dropped at the border.
 */
export const Schedule = z.object({
  id: z.string().min(1),
  name: z.string(),
  isActive: z.boolean(),
  /** ISO-8601; a date that cannot be read is for the predicate to call unknown. */
  startDate: z.string(),
  /** Null for a schedule that never ends. */
  endDate: z.string().nullable(),
  /** Minutes after midnight in the display's time zone; null for the whole day. */
  startTime: z.number().int().nullable(),
  endTime: z.number().int().nullable(),
  /** 0 is Sunday. */
  daysOfWeek: z.array(z.number().int()),
  priority: z.number(),
  playlistId: z.string(),
  displayId: z.string().nullable(),
  displayGroupId: z.string().nullable(),
  updatedAt: z.string(),
  /** The count comes with list rows only. */
  playlist: z
    .object({ _count: z.object({ items: z.number().int().nonnegative() }).optional() })
    .nullish()
    .transform((playlist) => playlist ?? undefined),
});
export type Schedule = z.output<typeof Schedule>;

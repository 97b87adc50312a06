import { z } from 'zod';

/** A group of displays, as its list tells it: with the ids of its members. */
export const DisplayGroup = z
  .object({
    id: z.string().min(1),
    name: z.string(),
    displays: z.array(z.object({ displayId: z.string() })),
  })
  .transform(({ displays, ...rest }) => ({
    ...rest,
    displayIds: displays.map(({ displayId }) => displayId),
  }));
export type DisplayGroup = z.output<typeof DisplayGroup>;

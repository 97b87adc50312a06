import { z } from 'zod';

/** What is read of a display; `name` is for people and may hold anything. */
export const Display = z
  .object({
    id: z.string().min(1),
    deviceIdentifier: z.string(),
    nickname: z.string().nullable(),
    location: z.string().nullable(),
    /** `online`, `offline`, `pairing` or `error`; what we do not know is for the predicate to call unknown. */
    status: z.string(),
    timezone: z.string().nullable(),
    /** ISO-8601; null for one that never connected. Written on disconnecting, too. */
    lastHeartbeat: z.string().nullable(),
    isDisabled: z.boolean(),
    currentPlaylistId: z.string().nullable(),
    pairedAt: z.string().nullable(),
    unpairedAt: z.string().nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .transform(({ nickname, deviceIdentifier, ...rest }) => ({ ...rest, name: nickname ?? deviceIdentifier }));
export type Display = z.output<typeof Display>;

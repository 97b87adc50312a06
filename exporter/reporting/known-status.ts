import { z } from 'zod';
import { SYSTEM_STATUSES, type SystemStatus } from './system-status.ts';

/** How the platform is, and since when, in ms since the epoch. */
export const KnownStatus = z.object({ word: z.enum(SYSTEM_STATUSES), since: z.number() });
export type KnownStatus = z.output<typeof KnownStatus>;

/** The same one while the status stays what it was. */
export const nextStatus = (known: KnownStatus | null, word: SystemStatus, now: number): KnownStatus =>
  known?.word === word ? known : { word, since: now };

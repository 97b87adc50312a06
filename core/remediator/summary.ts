import { z } from 'zod';

/** How far back a summary reaches, in ms. */
export const SUMMARY_REACH_MS = 86_400_000;
/** The same for restarts. */
export const RESTARTS_REACH_MS = 3_600_000;

const Time = z.iso.datetime();

/**
 * What the remediator has done lately, for whoever reports it or must not mistake its restarts for a fault: counts,
 * words of closed sets and ids, no names and no free text.
 */
export const Summary = z.object({
  /** Restarts of processes that were its own, within the last hour. */
  restarts: z.array(z.object({ app: z.string(), pm_id: z.int(), at: Time })),
  /** Within the last day, the newest last; at most 200. */
  remediations: z.array(
    z.object({
      id: z.string(),
      action: z.string(),
      incident: z.string(),
      org: z.string(),
      target: z.string(),
      /** Null while it is going on. */
      outcome: z.string().nullable(),
      decided_at: Time,
      executed_at: Time.nullable(),
      finished_at: Time.nullable(),
    }),
  ),
  /** Within the last day; what the same hint asked again counts once. */
  refusals: z.array(z.object({ action: z.string(), reason: z.string(), count: z.int().min(0) })),
  /** How many records the journal has, and the hash of the newest; one of an older version does not say. */
  journal: z.object({ height: z.int().min(0), head: z.string().regex(/^[0-9a-f]{64}$/) }).optional(),
});
export type Summary = z.output<typeof Summary>;

import { z } from 'zod';
import type { DigestDelivery } from '../../core/checks/digest-not-sent.ts';
import type { DailySchedule } from '../../core/daily-schedule.ts';
import { nextAttempt } from './back-off.ts';

/** What must not be forgotten of digests. Times are ms since the epoch. */
export const DigestNote = z.object({
  /** When the digest became something that is sent. */
  since: z.number(),
  /** The day for which the last one was sent, and when; null before the first. */
  sent: z.object({ day: z.string(), at: z.number() }).nullable(),
  /** The one that could not be sent, until another one is; `next` is null when it was given up. */
  failed: z
    .object({
      day: z.string(),
      dueAt: z.number(),
      attempts: z.int(),
      next: z.number().nullable(),
      trouble: z.string(),
    })
    .nullable(),
});
export type DigestNote = z.output<typeof DigestNote>;

/** How old the last digest must be until one is made up for that was due while nobody was there to send it. */
const MISSED_AFTER_MS = 25 * 3_600_000;

/** The digest that was due last, and whether it is to be sent now. */
export interface DigestState extends DigestDelivery {
  readonly day: string;
  readonly toSend: boolean;
}

/**
 * Each day has one digest at most. One whose time passed while this process was not there is made up for when the
 * last one is more than a day and an hour old.
 */
export function digestState(
  note: DigestNote,
  schedule: DailySchedule,
  startedAt: number,
  now: number,
): DigestState {
  const lastDue = schedule.lastDue(now);
  const day = schedule.dayOf(lastDue);
  const { sent, failed } = note;
  if (sent !== null && sent.day >= day) {
    return { day, dueAt: lastDue, outcome: 'sent', trouble: null, toSend: false };
  }
  if (failed !== null && failed.day >= day) {
    const { dueAt, trouble, next } = failed;
    return { day: failed.day, dueAt, outcome: 'failed', trouble, toSend: next !== null && now >= next };
  }
  const wasThere = startedAt <= lastDue;
  const isDue = wasThere || now >= (sent?.at ?? note.since) + MISSED_AFTER_MS;
  if (isDue) return { day, dueAt: lastDue, outcome: 'waiting', trouble: null, toSend: true };
  if (failed !== null) {
    return { day, dueAt: failed.dueAt, outcome: 'failed', trouble: failed.trouble, toSend: false };
  }
  return { day, dueAt: null, outcome: 'waiting', trouble: null, toSend: false };
}

export const afterSending = (note: DigestNote, { day }: DigestState, now: number): DigestNote => ({
  ...note,
  sent: { day, at: now },
  failed: null,
});

export function afterFailure(
  note: DigestNote,
  { day, dueAt }: DigestState,
  trouble: string,
  now: number,
): DigestNote {
  const attempts = (note.failed?.day === day ? note.failed.attempts : 0) + 1;
  return {
    ...note,
    failed: { day, dueAt: dueAt ?? now, attempts, next: nextAttempt(attempts, now), trouble },
  };
}

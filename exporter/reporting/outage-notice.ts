import { z } from 'zod';
import { CHANNELS, type Channel } from '../../core/notify/notice.ts';
import type { Finding } from '../../core/verdict.ts';
import { nextAttempt } from './back-off.ts';
import type { DirectMessage } from './outage-message.ts';

/** What must not be forgotten of an outage of Alertmanager. Times are ms since the epoch. */
export const OutageNote = z.object({
  /** Since when the outage lasts that people are told of; null when there is none. */
  since: z.number().nullable(),
  message: z.object({ subject: z.string(), text: z.string() }).nullable(),
  /** The channels on which the message is still to go out. */
  pending: z.array(z.object({ channel: z.enum(CHANNELS), failed: z.int(), next: z.number() })),
});
export type OutageNote = z.output<typeof OutageNote>;

export const noOutage: OutageNote = { since: null, message: null, pending: [] };

/** What to tell people now, if anything: each outage is told once, and so is its end. */
export function turnOf(
  note: OutageNote,
  finding: Finding,
): { what: 'outage' | 'recovery'; since: number } | null {
  if (note.since === null) {
    return finding.verdict === 'bad' && finding.since !== undefined
      ? { what: 'outage', since: finding.since }
      : null;
  }
  return finding.verdict === 'good' ? { what: 'recovery', since: note.since } : null;
}

/** What was not yet delivered of the message before is overtaken by this one. */
export const noteOf = (
  { what, since }: NonNullable<ReturnType<typeof turnOf>>,
  message: DirectMessage,
  channels: readonly Channel[],
  now: number,
): OutageNote => ({
  since: what === 'outage' ? since : null,
  message,
  pending: channels.map((channel) => ({ channel, failed: 0, next: now })),
});

/** After the message went out on a channel, or did not: then it is tried again, for a while. */
export function afterAttempt(note: OutageNote, channel: Channel, sent: boolean, now: number): OutageNote {
  const pending = note.pending.flatMap((entry) => {
    if (entry.channel !== channel) return [entry];
    if (sent) return [];
    const failed = entry.failed + 1;
    const next = nextAttempt(failed, now);
    return next === null ? [] : [{ channel, failed, next }];
  });
  return { ...note, pending };
}

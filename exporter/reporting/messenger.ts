import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Channels } from '../../core/notify/channels.ts';
import type { Mail } from '../../core/notify/email.ts';
import type { Channel, SendOutcome } from '../../core/notify/notice.ts';
import { notSent, oneLine } from '../../core/notify/notice.ts';
import type { Remembered } from './remembered.ts';

/** When something was last sent over each channel, in ms since the epoch. */
export const LastSent = z.partialRecord(z.enum(['slack', 'email']), z.number());
export type LastSent = z.output<typeof LastSent>;

/** Sends to people, and counts, times and logs what became of it. */
export interface Messenger {
  readonly configured: readonly Channel[];
  send(what: string, channel: Channel, message: Mail): Promise<SendOutcome>;
}

export interface MessengerOptions {
  readonly channels: Channels;
  readonly lastSent: Remembered<LastSent>;
  onOutcome(channel: Channel, outcome: SendOutcome): void;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly log: Log;
}

export function createMessenger({
  channels,
  lastSent,
  onOutcome,
  signal,
  clock,
  log,
}: MessengerOptions): Messenger {
  async function attempt(channel: Channel, message: Mail): Promise<SendOutcome> {
    try {
      return await channels.send(channel, message, signal);
    } catch (error) {
      return notSent('unexpected', oneLine(error instanceof Error ? error.message : String(error)));
    }
  }

  return {
    configured: channels.configured,
    async send(what, channel, message) {
      const outcome = await attempt(channel, message);
      onOutcome(channel, outcome);
      if (outcome.sent) {
        lastSent.set({ ...lastSent.get(), [channel]: clock.now() });
        log.info({ what, channel, note: outcome.note }, 'message sent');
      } else {
        log.warn({ what, channel, reason: outcome.reason, detail: outcome.detail }, 'message not sent');
      }
      return outcome;
    },
  };
}

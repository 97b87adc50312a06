import type { DigestDelivery } from '../../core/checks/digest-not-sent.ts';
import type { Clock } from '../../core/clock.ts';
import type { DailySchedule } from '../../core/daily-schedule.ts';
import { oneLine } from '../../core/notify/notice.ts';
import type { Digest } from './digest.ts';
import { afterFailure, afterSending, type DigestNote, digestState } from './digest-due.ts';
import { digestHtml } from './digest-html.ts';
import { digestText } from './digest-text.ts';
import type { Messenger } from './messenger.ts';
import type { Remembered } from './remembered.ts';

export interface DigestPublisherOptions {
  readonly note: Remembered<DigestNote>;
  readonly schedule: DailySchedule;
  readonly compose: () => Digest;
  readonly messenger: Pick<Messenger, 'send'>;
  readonly clock: Clock;
}

/** Sends the digest by mail once a day, and again for a while when that fails. */
export interface DigestPublisher {
  publish(): Promise<void>;
  delivery(): DigestDelivery;
}

export function createDigestPublisher(options: DigestPublisherOptions): DigestPublisher {
  const { note, schedule, compose, messenger, clock } = options;
  const startedAt = clock.now();
  // A first start is when the digest becomes something that is sent: it must be known at the next one.
  note.set(note.get());

  async function send(): Promise<string | null> {
    try {
      const digest = compose();
      const mail = { subject: digest.subject, text: digestText(digest), html: digestHtml(digest) };
      const outcome = await messenger.send('digest', 'email', mail);
      return outcome.sent ? null : outcome.detail;
    } catch (error) {
      return oneLine(`it could not be made: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  const state = () => digestState(note.get(), schedule, startedAt, clock.now());
  return {
    async publish() {
      const due = state();
      if (!due.toSend) return;
      const trouble = await send();
      const now = clock.now();
      note.set(
        trouble === null ? afterSending(note.get(), due, now) : afterFailure(note.get(), due, trouble, now),
      );
    },
    delivery() {
      const { dueAt, outcome, trouble } = state();
      return { dueAt, outcome, trouble };
    },
  };
}

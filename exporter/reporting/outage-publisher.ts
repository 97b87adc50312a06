import type { AlertmanagerContact } from '../../core/checks/alertmanager-unreachable.ts';
import type { Clock } from '../../core/clock.ts';
import type { Finding } from '../../core/verdict.ts';
import type { Messenger } from './messenger.ts';
import { type OutageFacts, outageMessage, recoveryMessage } from './outage-message.ts';
import { afterAttempt, noteOf, type OutageNote, turnOf } from './outage-notice.ts';
import type { Remembered } from './remembered.ts';

export interface OutagePublisherOptions {
  readonly note: Remembered<OutageNote>;
  readonly judge: (now: number) => Finding;
  readonly contact: () => AlertmanagerContact;
  readonly facts: () => Pick<OutageFacts, 'board' | 'classOf' | 'timezone'>;
  readonly messenger: Messenger;
  readonly clock: Clock;
}

/** Tells people directly that no alert can reach them, and when that is over. */
export function createOutagePublisher(options: OutagePublisherOptions): { publish(): Promise<void> } {
  const { note, judge, contact, facts, messenger, clock } = options;
  return {
    async publish() {
      const now = clock.now();
      const turn = turnOf(note.get(), judge(now));
      if (turn !== null) {
        const { trouble } = contact();
        const message = turn.what === 'outage' ? outageMessage : recoveryMessage;
        const text = message({ ...facts(), now, since: turn.since, trouble });
        note.set(noteOf(turn, text, messenger.configured, now));
      }
      const { message, pending } = note.get();
      if (message === null) return;
      for (const { channel } of pending.filter(({ next }) => next <= now)) {
        const { sent } = await messenger.send('outage', channel, message);
        note.set(afterAttempt(note.get(), channel, sent, clock.now()));
      }
    },
  };
}

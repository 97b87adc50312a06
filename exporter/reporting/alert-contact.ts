import type { AllAlertmanagers, Answer, SeenAlert } from '../../core/alertmanager/all-alertmanagers.ts';
import type { AlertmanagerContact } from '../../core/checks/alertmanager-unreachable.ts';
import type { Clock } from '../../core/clock.ts';
import { oneLine } from '../../core/notify/notice.ts';

/** What every Alertmanager together says, and since when none of them says anything. */
export interface AlertContact {
  ask(): Promise<void>;
  /** Of the last question; null before the first. */
  answer(): Answer<SeenAlert> | null;
  contact(): AlertmanagerContact;
}

const LONGEST_TROUBLE = 400;
/** What counts for the status, and the Watchdog, which has the severity none. */
const MATCHERS = ['severity=~"critical|warning|none"'];

export function createAlertContact(alertmanagers: AllAlertmanagers, clock: Clock): AlertContact {
  let last: Answer<SeenAlert> | null = null;
  let contact: AlertmanagerContact = { answeredAt: null, silentSince: null, trouble: null };
  return {
    async ask() {
      const askedAt = clock.now();
      last = await alertmanagers.alerts(MATCHERS);
      contact = last.answered
        ? { answeredAt: askedAt, silentSince: null, trouble: null }
        : {
            ...contact,
            silentSince: contact.silentSince ?? askedAt,
            trouble: oneLine(last.detail, LONGEST_TROUBLE),
          };
    },
    answer: () => last,
    contact: () => contact,
  };
}

import type { AllAlertmanagers } from '../core/alertmanager/all-alertmanagers.ts';
import type { Ledger } from './ledger/ledger.ts';

export interface AnnouncementParts {
  readonly ledger: Pick<Ledger, 'maintenances'>;
  readonly alertmanagers: Pick<AllAlertmanagers, 'addSilence' | 'endSilences'>;
}

/** The silence that all repair respects; no alert has this label, so people hear as before. */
const PAUSE = [{ name: 'remediator', value: 'pause', isRegex: false, isEqual: true }] as const;

/**
 * Holds the machine until then: by a record of our own, which is enough, and by a silence in every Alertmanager, where
 * people see it.
 *
 * @returns what could not be told to Alertmanager; nothing when all know
 */
export async function announceMaintenance(
  { ledger, alertmanagers }: AnnouncementParts,
  { reason, at, until }: { readonly reason: string; readonly at: number; readonly until: number },
): Promise<readonly string[]> {
  // First of all, and whatever Alertmanager says.
  const id = ledger.maintenances.announce({ reason, at, until });
  const answer = await alertmanagers.addSilence({
    matchers: PAUSE,
    startsAt: new Date(at).toISOString(),
    endsAt: new Date(until).toISOString(),
    createdBy: 'vizora-ops',
    comment: `maintenance: ${reason}`,
  });
  if (!answer.answered) return [answer.detail];
  ledger.maintenances.noteSilences(id, answer.items);
  return answer.silent;
}

/** Ends what was announced, here and in Alertmanager. @returns what could not be told to Alertmanager */
export async function endMaintenance(
  { ledger, alertmanagers }: AnnouncementParts,
  at: number,
): Promise<readonly string[]> {
  const silences = ledger.maintenances.active(at).flatMap((one) => one.silences);
  ledger.maintenances.end(at, 'operator');
  if (silences.length === 0) return [];
  const answer = await alertmanagers.endSilences(silences);
  return answer.answered ? answer.silent : [answer.detail];
}

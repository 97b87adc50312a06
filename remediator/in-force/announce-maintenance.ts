import type { AllAlertmanagers } from '../../core/alertmanager/all-alertmanagers.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { isAboutAllRepair, PAUSE } from './pause.ts';

export interface AnnouncementParts {
  readonly ledger: Pick<Ledger, 'maintenances'>;
  readonly alertmanagers: Pick<AllAlertmanagers, 'addSilence' | 'endSilences'>;
}

/** By whom a silence was made, by which it is known again. */
const CREATOR = 'vizora-ops';

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
  ledger.maintenances.announce({ reason, at, until });
  const answer = await alertmanagers.addSilence({
    matchers: PAUSE,
    startsAt: new Date(at).toISOString(),
    endsAt: new Date(until).toISOString(),
    createdBy: CREATOR,
    comment: `maintenance: ${reason}`,
  });
  return answer.answered ? answer.silent : [answer.detail];
}

/** Ends what was announced, here and in Alertmanager. @returns what could not be told to Alertmanager */
export async function endMaintenance(
  { ledger, alertmanagers }: AnnouncementParts,
  at: number,
): Promise<readonly string[]> {
  ledger.maintenances.end(at, 'operator');
  const answer = await alertmanagers.endSilences(
    (silence) =>
      silence.createdBy === CREATOR && silence.status.state !== 'expired' && isAboutAllRepair(silence),
  );
  return answer.answered ? answer.silent : [answer.detail];
}

import type { NewAlert } from '../core/alertmanager/schema.ts';
import type { EngineParts } from './engine-parts.ts';
import type { Remediation } from './ledger/remediations.ts';
import type { Outcome } from './outcome.ts';

/** How long an announcement stands before it ends by itself. */
const STANDS_FOR_MS = 600_000;
const LONGEST_TEXT = 300;

const MEANING: Readonly<Record<Outcome, string>> = {
  fixed: 'and verified it',
  not_fixed: 'and the fault is still there',
  failed: 'which failed, and the fault is still there',
  refused: 'and was called off before anything was done',
  skipped: 'and did nothing, since the target had changed',
  unknown: 'and what became of it could not be told',
};

/**
 * What was done to the platform, told to every Alertmanager as a short-lived alert, so that who hears of it is decided
 * where everything else is. Trouble with telling changes nothing about what was done: it is logged and counted.
 */
export async function announce(
  remediation: Remediation,
  { outcome, detail, after }: { outcome: Outcome; detail: string; after: Remediation['after'] },
  parts: Pick<EngineParts, 'alertmanagers' | 'actions' | 'clock' | 'log' | 'metrics'>,
): Promise<void> {
  const { alertmanagers, actions, clock, log, metrics } = parts;
  const undo = actions.find(({ name }) => name === remediation.action)?.undo ?? null;
  const alert = announcement({ ...remediation, after }, outcome, detail, undo, clock.now());
  const answer = await alertmanagers.addAlert(alert);
  const untold = answer.answered ? answer.silent : [answer.detail];
  for (const trouble of untold) {
    metrics.announcementFailed();
    log.warn({ remediation: `r${remediation.id}`, detail: trouble }, 'a repair could not be announced');
  }
}

function announcement(
  { id, action, target, org, incident, attempt, params, before, after }: Remediation,
  outcome: Outcome,
  detail: string,
  undo: string | null,
  now: number,
): NewAlert {
  const read = (label: string) => String(params[label] ?? 'none');
  const about = `${incident} of ${read('target_kind')}/${read('target_id')}`;
  const annotations: Record<string, string> = {
    summary: `${action} on ${target}: ${outcome}`,
    description: `${about}: the machine ran ${action} on ${target} (attempt ${attempt}), ${MEANING[outcome]}: ${shortened(detail)}.`,
    why: `${about}, seen first-hand; vizora-ops explain r${id}`,
    before: shortened(JSON.stringify(before)),
    after: shortened(JSON.stringify(after)),
    ...(undo === null || outcome !== 'fixed' ? {} : { undo: `vizora-ops undo r${id} (${undo})` }),
  };
  return {
    labels: {
      alertname: 'RemediationPerformed',
      severity: 'info',
      org,
      // Not `incident`: what inhibits or repairs an incident must not take this for one.
      repaired_incident: incident,
      target_kind: read('target_kind'),
      target_id: read('target_id'),
      action,
      outcome,
      remediation_id: `r${id}`,
    },
    annotations,
    startsAt: new Date(now).toISOString(),
    endsAt: new Date(now + STANDS_FOR_MS).toISOString(),
  };
}

/** Text of an annotation, cut where it would be too long to read. */
export const shortened = (text: string): string =>
  text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text;

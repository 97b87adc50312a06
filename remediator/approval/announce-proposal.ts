import type { NewAlert } from '../../core/alertmanager/schema.ts';
import { shortened } from '../announce.ts';
import type { EngineParts } from '../engine-parts.ts';
import { iso } from '../http/views.ts';
import type { Proposal } from '../ledger/proposals.ts';
import { approvalLink } from './approval-link.ts';

type Parts = Pick<EngineParts, 'ledger' | 'alertmanagers' | 'clock' | 'log' | 'metrics' | 'settings'>;

/** So long an announcement stands at least unless it is repeated, as reconciling does. */
const STANDS_FOR_MS = 300_000;

/**
 * Tells every Alertmanager what waits for a person, as an alert that ends with the waiting, whichever way. One that could
 * not be told ends by itself.
 */
export async function announceProposal(proposal: Proposal, parts: Parts): Promise<void> {
  const { alertmanagers, clock, log, metrics, settings } = parts;
  const link = approvalLink(proposal.id, parts);
  const answer = await alertmanagers.addAlert(announcement(proposal, link, settings, clock.now()));
  const untold = answer.answered ? answer.silent : [answer.detail];
  for (const trouble of untold) {
    metrics.announcementFailed();
    log.warn({ proposal: `p${proposal.id}`, detail: trouble }, 'a proposal could not be announced');
  }
}

function announcement(
  proposal: Proposal,
  link: string | null,
  settings: Parts['settings'],
  now: number,
): NewAlert {
  const { id, state, action, target, org, incident, target_kind, target_id, plan, before } = proposal;
  const stands = Math.max(STANDS_FOR_MS, 3 * settings.reconcile_interval);
  const how = `vizora-ops approve p${id} (or reject), until ${iso(proposal.expires_at)}`;
  const endsAt = state === 'waiting' ? Math.min(proposal.expires_at, now + stands) : now;
  return {
    labels: {
      alertname: 'RemediationProposed',
      severity: 'warning',
      org,
      // Not `incident`: what inhibits or repairs an incident must not take this for one.
      repaired_incident: incident,
      target_kind,
      target_id,
      action,
      proposal_id: `p${id}`,
    },
    annotations: {
      summary: `${action} on ${target} waits for approval`,
      description: `The machine would run ${action} on ${target}, and asks first: ${shortened(JSON.stringify(plan))}. ${how}.`,
      why: `${incident} of ${target_kind}/${target_id}, seen first-hand; vizora-ops explain p${id}`,
      before: shortened(JSON.stringify(before)),
      approve: `vizora-ops approve p${id}`,
      // The only place with the secret of the link: what else is said of it may be shown to more people.
      ...(link === null ? {} : { approval_url: link }),
    },
    startsAt: new Date(proposal.made_at).toISOString(),
    endsAt: new Date(endsAt).toISOString(),
  };
}

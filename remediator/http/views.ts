import type { Decision } from '../ledger/decisions.ts';
import type { Proposal } from '../ledger/proposals.ts';
import type { Remediation } from '../ledger/remediations.ts';

type View = Readonly<Record<string, unknown>>;

/** A remediation as the API shows it: ids with their letter, times as ISO-8601. */
export function remediationView(remediation: Remediation): View {
  const { id, plan: _plan, ...rest } = remediation;
  return {
    ...rest,
    id: `r${id}`,
    detected_at: iso(rest.detected_at),
    alerted_at: iso(rest.alerted_at),
    decided_at: iso(rest.decided_at),
    intent_at: iso(rest.intent_at),
    executed_at: iso(rest.executed_at),
    finished_at: iso(rest.finished_at),
  };
}

/** A decision as the API shows it. */
export function decisionView(decision: Decision): View {
  const { id, at, last_at, remediation_id, ...rest } = decision;
  return {
    id: `d${id}`,
    at: iso(at),
    ...rest,
    remediation_id: remediation_id === null ? null : `r${remediation_id}`,
    last_at: iso(last_at),
  };
}

export const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** A proposal whose time is over is expired, whether that is written down yet or not. */
export const proposalState = ({ state, expires_at }: Proposal, now: number): Proposal['state'] =>
  (state === 'waiting' || state === 'approved') && now >= expires_at ? 'expired' : state;

/** A proposal as the API shows it. */
export function proposalView(proposal: Proposal, now: number): View {
  const { id, made_at, expires_at, changed_at, remediation_id, ...rest } = proposal;
  return {
    id: `p${id}`,
    ...rest,
    state: proposalState(proposal, now),
    made_at: iso(made_at),
    expires_at: iso(expires_at),
    changed_at: iso(changed_at),
    remediation_id: remediation_id === null ? null : `r${remediation_id}`,
  };
}

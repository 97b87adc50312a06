import type { Decision } from '../ledger/decisions.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { REASONS } from '../reasons.ts';
import { decisionView, remediationView } from './views.ts';

const SHOWN_OF_TARGET = 5;

/**
 * Why was this done, or not? For the id of a remediation, a decision or a proposal, or a target as `kind/id`, with the
 * newest first; null when nothing is known about it.
 */
export function explain(about: string, ledger: Ledger): Readonly<Record<string, unknown>> | null {
  const decisions = decisionsAbout(about, ledger);
  if (decisions.length === 0) return null;
  return {
    about,
    explanations: decisions.map((decision) => {
      const { remediation_id: id, reason } = decision;
      const remediation = id === null ? null : ledger.remediations.get(id);
      return {
        sentence: REASONS[reason]?.sentence ?? reason,
        decision: decisionView(decision),
        remediation: remediation === null ? null : remediationView(remediation),
      };
    }),
  };
}

function decisionsAbout(about: string, { decisions, proposals }: Ledger): readonly Decision[] {
  const [, letter, number] = /^([rdp])(\d{1,15})$/.exec(about) ?? [];
  if (letter === undefined) return about.includes('/') ? decisions.ofTarget(about, SHOWN_OF_TARGET) : [];
  const id = Number(number);
  if (letter === 'p') {
    const proposal = proposals.get(id);
    const newest = proposal === null ? null : decisions.newestOf(proposal);
    return newest === null ? [] : [newest];
  }
  const found = letter === 'r' ? decisions.ofRemediation(id) : decisions.get(id);
  return found === null ? [] : [found];
}

import { RESTARTS_REACH_MS, SUMMARY_REACH_MS, type Summary } from '../../core/remediator/summary.ts';
import { appOf } from '../app-of.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Remediation } from '../ledger/remediations.ts';
import { restartedProcesses } from '../restarted-processes.ts';
import { iso } from './views.ts';

const SHOWN = 200;

/** What was done lately, for everybody who may see the metrics: no names, no free text. */
export function summaryOf(ledger: Ledger, now: number): Summary {
  const since = now - SUMMARY_REACH_MS;
  const lately = ledger.remediations.list(null, SHOWN).filter(({ decided_at }) => decided_at > since);
  return {
    restarts: ledger.remediations
      .executions({ since: now - RESTARTS_REACH_MS })
      .flatMap((remediation) => restartsOf(remediation)),
    remediations: lately.map(({ id, action, incident, org, target, outcome, ...times }) => ({
      id: `r${id}`,
      action,
      incident,
      org,
      target,
      outcome,
      decided_at: new Date(times.decided_at).toISOString(),
      executed_at: iso(times.executed_at),
      finished_at: iso(times.finished_at),
    })),
    refusals: ledger.decisions.refusalsSince(since),
    journal: { height: ledger.journal.height(), head: ledger.journal.head() },
  };
}

function restartsOf(remediation: Remediation): Summary['restarts'] {
  const app = appOf(remediation.target);
  if (app === null) return [];
  const at = new Date(remediation.intent_at).toISOString();
  return restartedProcesses(remediation).map((pm_id) => ({ app, pm_id, at }));
}

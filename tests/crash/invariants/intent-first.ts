import type { Evidence } from '../evidence.ts';
import { type Invariant, sayDeed } from './invariant.ts';

export const intentFirst: Invariant = {
  number: 9,
  says: 'no side effect without a prior intent; one explained decision per alert; an intact journal',
  violations(evidence) {
    const { strays, journal } = evidence;
    const unintended = strays
      .filter(({ repeated }) => !repeated)
      .map(({ deed }) => `${sayDeed(deed)}: no intent says so`);
    const broken = journal.intact
      ? []
      : [`the journal is broken at record ${journal.seq}: ${journal.problem}`];
    return [...unintended, ...undecided(evidence), ...broken, ...unlikeTheJournal(evidence)];
  },
};

function undecided({ stored: { alerts, decisions } }: Evidence): string[] {
  const byId = new Map(decisions.map((decision) => [decision.id, decision]));
  const deciding = new Set<number>();
  return alerts.flatMap(({ id, decision_id }) => {
    if (decision_id === null) return [`alert ${id} has no decision`];
    if (deciding.has(decision_id)) return [`d${decision_id} decides about more than one alert`];
    deciding.add(decision_id);
    const decision = byId.get(decision_id);
    if (decision === undefined) return [`d${decision_id} of alert ${id} is not there`];
    return decision.gates.length > 0 && decision.source === 'webhook'
      ? []
      : [`d${decision_id} explains nothing`];
  });
}

/** What is counted by must be what was written down for good. */
function unlikeTheJournal({ stored: { remediations, journal } }: Evidence): string[] {
  const recorded = (kind: string, id: number) =>
    journal.filter((one) => one.kind === kind && (one.record['remediation_id'] ?? one.record['id']) === id)
      .length;
  const wrong = remediations.flatMap(({ id, outcome, executed_at }) => [
    ...(recorded('intent', id) === 1 ? [] : [`r${id} has ${recorded('intent', id)} records of its intent`]),
    ...(recorded('executed', id) === (executed_at === null ? 0 : 1)
      ? []
      : [`r${id}: its records disagree about the act`]),
    ...(recorded('outcome', id) === (outcome === null ? 0 : 1)
      ? []
      : [`r${id} has ${recorded('outcome', id)} outcomes`]),
    ...(recorded('undo_intended', id) === recorded('undo_ended', id)
      ? []
      : [`r${id}: nobody knows what became of its undo`]),
  ]);
  const intents = journal.filter(({ kind }) => kind === 'intent').length;
  return intents === remediations.length
    ? wrong
    : [...wrong, `${intents} intents, ${remediations.length} remediations`];
}

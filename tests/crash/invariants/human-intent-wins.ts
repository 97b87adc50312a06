import type { Evidence } from '../evidence.ts';
import type { Execution } from '../executions.ts';
import type { Deed } from '../situation.ts';
import type { Stored } from '../stored.ts';
import { subjectOf } from '../subject.ts';
import { type Invariant, sayDeed } from './invariant.ts';

export const humanIntentWins: Invariant = {
  number: 8,
  says: 'human intent wins at the moment of execution',
  violations({ executions, config, lines, stored }) {
    const unasked = executions
      .filter(({ remediation }) => isAskedFor(remediation, config))
      .filter((execution) => !isApproved(execution, lines, stored))
      .map(({ first, remediation: { id } }) => `${sayDeed(first)}: nobody had approved of r${id}`);
    const against = executions.flatMap((execution) => {
      const held = execution.deeds.flatMap((deed) =>
        [...heldBy(deed), ...changedSince(deed, execution)].map((why) => `${sayDeed(deed)}: ${why}`),
      );
      return [...held, ...silencedBefore(execution).map((why) => `${sayDeed(execution.first)}: ${why}`)];
    });
    return [...unasked, ...against];
  },
};

function isAskedFor(
  { action, params }: Execution['remediation'],
  { remediator: { actions } }: Evidence['config'],
): boolean {
  if (
    params['incident'] === 'content_orphaned' &&
    actions.archive_content.modes.content_orphaned === 'approve'
  ) {
    return true;
  }
  return Object.entries(actions).some(([name, { mode }]) => name === action && mode === 'approve');
}

/** A person had asked for it by then, and the proposal was neither overdue nor used for anything else. */
function isApproved(
  { first, remediation }: Execution,
  lines: Evidence['lines'],
  { journal }: Stored,
): boolean {
  const uses = journal.filter(({ kind }) => kind === 'proposal_used').map(({ record }) => record);
  const own = uses.filter((record) => record['remediation_id'] === remediation.id);
  const [id] = own.map((record) => record['proposal_id']);
  const made = journal.find(({ kind, record }) => kind === 'proposal_made' && record['id'] === id)?.record;
  return (
    own.length === 1 &&
    uses.filter((record) => record['proposal_id'] === id).length === 1 &&
    remediation.intent_at < Number(made?.['expires_at']) &&
    lines.some(
      (line) =>
        line.what === 'event' &&
        line.at <= first.at &&
        line.happening.do === 'ask' &&
        line.happening.path === `/api/v1/proposals/p${id}/approve`,
    )
  );
}

function heldBy({ situation, on, seen }: Deed): string[] {
  return [
    ...situation.stops.map((stop) => `stopped by ${stop}`),
    ...(situation.maintenance ? ['maintenance was announced'] : []),
    ...(situation.putBack.has(String(on)) ? ['a person had taken that back'] : []),
    ...(seen['is_disabled'] === true ? ['a person had disabled the display'] : []),
    ...(seen['status'] === 'stopped' ? ['a person had stopped the process'] : []),
  ];
}

/** Compared with the plan, that was made of the evidence. */
function changedSince({ on, seen }: Deed, { remediation: { plan } }: Execution): string[] {
  const steps = (plan['steps'] ?? plan['contents'] ?? plan['tables'] ?? [plan]) as Record<string, unknown>[];
  const step = steps.find(({ pm_id, id, name }) => [pm_id, id, name].includes(on)) ?? plan;
  const mark = ['pid', 'last_heartbeat', 'last_vacuum'].find((one) => one in step) ?? 'updated_at';
  const same = seen[mark] === step[mark];
  return same ? [] : [`it was changed after the evidence: ${JSON.stringify(seen)}`];
}

/** Alertmanager is asked just before the intent, of which each further step is a part. */
function silencedBefore({ first: { situation }, remediation }: Execution): string[] {
  const { incident, target_id } = remediation.params;
  const silenced = situation.firing.some(({ about, silenced }) => {
    const { labels } = subjectOf(about);
    return silenced && labels['incident'] === incident && labels['target_id'] === target_id;
  });
  return [
    ...(situation.paused ? ['a silence stopped all repair'] : []),
    ...(silenced ? ['the alert was silenced'] : []),
  ];
}

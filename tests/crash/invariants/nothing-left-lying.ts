import { createAlertBook } from '../alert-book.ts';
import type { Evidence } from '../evidence.ts';
import type { FaultPeriod } from '../fault-periods.ts';
import { BEGINNING } from '../plan.ts';
import { sayWhen } from '../say-when.ts';
import { subjectOf } from '../subject.ts';
import type { Invariant } from './invariant.ts';

/** With these the machine has said its last word for now. */
const FINAL = [
  'stopped',
  'suppressed',
  'paused',
  'maintenance',
  'attempts_exhausted',
  'undone_by_person',
  'target_budget',
  'action_budget',
  'total_budget',
  'blast_radius',
  'mass_failure',
  'restart_storm',
  'stopped_by_person',
  'awaiting_approval',
  'rejected_by_person',
  'silent_too_long',
  'nothing_to_archive',
];
const LATELY_MS = 180_000;
/** Without which nothing can be done in an organisation. */
const API = 'service/middleware';
const THROUGH_API = /^(schedule|lost|content|orphan|storage|display|error)\//;

export const nothingLeftLying: Invariant = {
  number: null,
  says: 'in the end nothing is left lying: what was begun is ended, what is broken is explained',
  violations(evidence) {
    const { stored, faults } = evidence;
    return [
      ...stored.remediations
        .filter(({ outcome }) => outcome === null)
        .map(({ id }) => `r${id} has no outcome`),
      ...stored.leases.map(({ target }) => `the lease on ${target} was never given back`),
      ...faults
        .filter(({ to }) => to === Number.POSITIVE_INFINITY)
        .flatMap((fault) => unexplained(fault, evidence)),
      ...silencesThatStayed(evidence),
      ...nightsForgotten(evidence),
    ];
  },
};

function unexplained({ about, from }: FaultPeriod, { plan, stored, faults }: Evidence): string[] {
  const lately = BEGINNING + plan.endsAt - LATELY_MS;
  if (from > lately) return [];
  const { target_kind, target_id, incident } = subjectOf(about).labels;
  const last = stored.decisions.findLast(
    (one) => one.target_kind === target_kind && one.target_id === target_id && one.incident === incident,
  );
  if (last === undefined || last.last_at < lately)
    return [`${about} is broken, and nobody looks at it any more`];
  const apiIsDead = faults.some((one) => one.about === API && one.to === Number.POSITIVE_INFINITY);
  if (last.reason === 'dependency_down' && apiIsDead && THROUGH_API.test(about)) return [];
  if (!FINAL.includes(last.reason)) return [`${about} is broken, and the last word is ${last.reason}`];
  const episode = stored.episodes.find(
    ({ target, closed_at }) => target === last.target && closed_at === null,
  );
  const told = stored.escalations.some((one) => one.about === `episode/${episode?.id}`);
  if (last.reason !== 'attempts_exhausted' || told) return [];
  return [`${about} is broken, no attempt is left, and nobody was told`];
}

/** Of each night that is over it is known what became of it. */
function nightsForgotten({ plan, config, stored }: Evidence): string[] {
  const { mode, at, within } = config.remediator.actions.maintain_tables;
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const due = new Date(BEGINNING).setUTCHours(hours, minutes);
  const isOver = due > BEGINNING && due + within < BEGINNING + plan.endsAt - LATELY_MS;
  if (mode === 'off' || !isOver) return [];
  const isOfNight = ({ incident }: { readonly incident: string }) => incident === 'nightly_maintenance';
  const begun = stored.remediations.some(({ action }) => action === 'maintain_tables');
  const last = stored.decisions.findLast(isOfNight);
  if (begun || last?.reason === 'night_missed' || last?.reason === 'already_good') return [];
  return [`the night of ${sayWhen(due)} is over, and the last word is ${last?.reason ?? 'missing'}`];
}

/** What a person was told is over must not hold the machine any longer, unless Alertmanager could not be told. */
function silencesThatStayed({ plan, lines }: Evidence): string[] {
  const book = createAlertBook();
  return lines.flatMap((line) => {
    book.note(line);
    const happening =
      line.what === 'answer' && line.status === 200 ? plan.events[line.n]?.happening : undefined;
    if (happening?.do !== 'ask' || happening.path !== '/api/v1/maintenance/end' || !book.answers()) return [];
    return book
      .pauses(line.at)
      .filter((id) => id !== 'person')
      .map((id) => `${sayWhen(line.at)} maintenance was ended, and its silence ${id} stays`);
  });
}

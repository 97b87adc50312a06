import type { Summary } from '../../core/remediator/summary.ts';
import type { Reading } from '../snapshot.ts';
import type { DigestPart } from './digest.ts';
import type { Repair } from './repairs.ts';
import { span } from './wording.ts';

const TITLE = 'Repairs of the last 24 hours';
/** The remediator tells of no more. */
const MOST_TOLD = 200;

/** What the machine repaired, could not repair, and would not. */
export function repairsPart(remediator: Reading<Summary>, repairs: readonly Repair[]): DigestPart {
  if (remediator.value === null) {
    return { title: TITLE, lines: [`Not known: ${remediator.detail}.`] };
  }
  const { refusals, remediations, journal } = remediator.value;
  const actions = [...new Set([...repairs, ...refusals].map(({ action }) => action))].sort();
  const written = journal === undefined ? [] : [writtenDown(journal)];
  if (actions.length === 0) return { title: TITLE, lines: ['None was needed.', ...written] };
  const fixed = repairs.filter(({ outcome }) => outcome === 'fixed');
  const rows = actions.map((action) => {
    const ofIt = repairs.filter((repair) => repair.action === action);
    const verified = ofIt.filter(({ outcome }) => outcome === 'fixed').length;
    const refused = refusals.filter((refusal) => refusal.action === action);
    return [
      action,
      ...[verified, ofIt.length - verified, refused.reduce((sum, { count }) => sum + count, 0)].map(String),
    ];
  });
  return {
    title: TITLE,
    table: { columns: ['action', 'verified', 'failed', 'refused'], numbers: 3, rows },
    lines: [
      ...(fixed.length === 0
        ? []
        : [
            `Mean time to repair: ${span(meanOf(fixed.map((it) => it.endedAt - it.decidedAt)))}, from alert to proof.`,
          ]),
      ...reasons(
        'Failed',
        repairs
          .filter(({ outcome }) => outcome !== 'fixed')
          .map(({ action, outcome }) => ({ action, reason: outcome, count: 1 })),
      ),
      ...reasons('Refused', refusals),
      ...(remediations.length < MOST_TOLD ? [] : [`Only the newest ${MOST_TOLD} are counted.`]),
      ...written,
    ],
  };
}

/** Noted outside of the machine, it shows later whether the newest records were cut off. */
const writtenDown = ({ height, head }: NonNullable<Summary['journal']>): string =>
  `The journal of it: height ${height}, head ${head.slice(0, 12)} (vizora-ops audit verify --height ${height} --head ${head.slice(0, 12)}).`;

type Counted = { readonly action: string; readonly reason: string; readonly count: number };

/** One line for each action: `Refused, restart_process: cooldown 3, observe 12.` */
function reasons(what: string, all: readonly Counted[]): string[] {
  return [...Map.groupBy(all, ({ action }) => action)].map(([action, ofIt]) => {
    const byReason = new Map<string, number>();
    for (const { reason, count } of ofIt) byReason.set(reason, (byReason.get(reason) ?? 0) + count);
    const counts = [...byReason].map(([reason, count]) => `${reason.replaceAll('_', ' ')} ${count}`);
    return `${what}, ${action}: ${counts.join(', ')}.`;
  });
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

import pc from 'picocolors';
import { Shown as Schema, type Shown } from './answers.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit.ts';
import { coloured, moment, plain, table } from './print-table.ts';

const WIDEST_LINE = 500;

/** What the phases of a repair are called, by what they lead to. */
const PHASES: Readonly<Record<string, string>> = {
  alert: 'until the alert reached us',
  decide: 'until it was decided',
  act: 'until it was done',
  verify: 'until it was verified',
};

/** Everything about one remediation; bad when it did not help. */
export const show =
  (id: string): Run =>
  async ({ remediator, json, print }) => {
    const found = await remediator.get(`/remediations/${encodeURIComponent(id)}`, Schema);
    print(json ? JSON.stringify(found, null, 2) : described(found));
    return found.outcome === 'not_fixed' || found.outcome === 'failed' ? EXIT.bad : EXIT.good;
  };

function described(found: Shown): string {
  const { id, action, target, incident, org, attempt, outcome, detail, intent_at, changes, episode } = found;
  const told = detail === null ? '' : `, ${plain(detail, WIDEST_LINE)}`;
  return [
    pc.bold(plain(`${id}: ${action} on ${target} for ${incident} (${org})`, WIDEST_LINE)),
    `${coloured(outcome ?? 'in progress').shown}${told}`,
    `Begun at ${moment(intent_at)}, attempt ${attempt}${episode === null ? '' : inEpisode(episode)}`,
    byWhom(found),
    '',
    table(['phase', 'took'], phaseRows(found.phases_seconds)),
    '',
    changes.length === 0
      ? 'Nothing of what it was about to change is different.'
      : table(
          ['changed', 'before', 'after'],
          changes.map(({ field, before, after }) => [field, JSON.stringify(before), JSON.stringify(after)]),
        ),
    '',
    ...(['plan', 'evidence', 'before', 'after'] as const).map(
      (name) => `${name}: ${plain(JSON.stringify(found[name]), WIDEST_LINE)}`,
    ),
    '',
    ...undoLines(found),
    `Why: vizora-ops explain ${id}`,
  ].join('\n');
}

function inEpisode({ id, opened_at, closed_at, attempts }: NonNullable<Shown['episode']>): string {
  const end = closed_at === null ? 'still open' : `until ${moment(closed_at)}`;
  return ` of episode ${id} (since ${moment(opened_at)}, ${end}; ${attempts.join(', ')})`;
}

function byWhom({ actor, policy_hash, policy_in_force }: Shown): string {
  const whose = actor === null || policy_hash === null;
  if (whose) return 'By whose word it was done was not noted yet.';
  const policy = policy_in_force ? 'which is in force' : 'which was changed since';
  return `By ${plain(actor, WIDEST_LINE)}, under the policy ${policy_hash.slice(0, 12)}, ${policy}`;
}

const phaseRows = (phases: Shown['phases_seconds']): string[][] =>
  Object.entries(phases).map(([phase, seconds]) => [
    PHASES[phase] ?? phase,
    seconds === null ? 'not known' : `${seconds} s`,
  ]);

function undoLines({ undo, undoings }: Shown): string[] {
  const past = undoings.map(({ at, by, result }) =>
    plain(
      `To be taken back at ${moment(at)}, said ${by}: ${result ?? 'what became of it is not noted yet'}`,
      WIDEST_LINE,
    ),
  );
  return [...past, undo === null ? 'It cannot be taken back.' : `Undo: ${undo.command} (${undo.means})`];
}

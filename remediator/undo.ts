import { questionAbout } from './conclude.ts';
import type { EngineParts } from './engine-parts.ts';
import type { Remediation } from './ledger/remediations.ts';
import { routeOf } from './question.ts';
import type { Leave } from './tools.ts';
import { lookSafely } from './verify.ts';

/** What became of the wish to take something back. */
export interface Undone {
  readonly undone: boolean;
  readonly detail: string;
}

export type UndoParts = Pick<
  EngineParts,
  'ledger' | 'actions' | 'look' | 'act' | 'settings' | 'clock' | 'log' | 'metrics'
>;

/**
 * Takes back what a remediation did, on a person's word, which is written down first. A stop does not stand against it:
 * that holds the machine, and not the person.
 *
 * @returns null when there is no such remediation
 */
export async function undo(id: number, by: string, parts: UndoParts): Promise<Undone | null> {
  const { ledger, actions, look, act, settings, clock, log, metrics } = parts;
  const remediation = ledger.remediations.get(id);
  if (remediation === null) return null;
  const { repair } = routeOf(questionAbout(remediation), actions, look.apps);
  const no = (detail: string): Undone => ({ undone: false, detail });
  if (repair === null || repair.target !== remediation.target)
    return no('its target is not configured any more');
  if (repair.undo === null) return no(`what ${repair.action} does cannot be taken back`);
  if (!mayHaveActed(remediation)) return no('nothing was done that could be taken back');
  const giveBackLease = ledger.leases.takeForUndo(repair.target, clock.now());
  if (giveBackLease === null) return no('the target is being repaired at this moment');
  try {
    const undoing = ledger.undoings.intend(remediation, by, clock.now());
    if (ledger.undoings.of(id).length === 1) metrics.undone(repair.action);
    const late = AbortSignal.timeout(settings.actions[repair.action].execute_within);
    const leave: Leave = {
      signal: late,
      refusal: async () => (late.aborted ? 'the time for it is over' : null),
    };
    const result = await repair.takeBack(undoing, act, leave);
    const undone: Undone = result.kind === 'done' ? { undone: true, detail: repair.undo } : no(result.detail);
    ledger.undoings.ended(undoing, `${result.kind}: ${undone.detail}`, clock.now());
    log.info({ remediation: `r${id}`, target: repair.target, by, ...undone }, 'undo');
    return undone;
  } catch (error) {
    // How it ended is found out by looking, when reconciling.
    const detail = error instanceof Error ? error.message : String(error);
    log.warn({ remediation: `r${id}`, err: error }, 'undo failed');
    return no(`it may or may not have happened: ${detail}`);
  } finally {
    giveBackLease();
  }
}

/**
 * Notes of each wish that nobody is at work on any more how the target is now: by looking, never by doing it again.
 */
export async function finishUndoings(parts: UndoParts): Promise<void> {
  const { ledger, actions, look, clock, log } = parts;
  for (const undoing of ledger.undoings.unfinished()) {
    const { remediation } = undoing;
    if (ledger.leases.holder(remediation.target) !== null) continue;
    const { repair } = routeOf(questionAbout(remediation), actions, look.apps);
    const found = repair === null ? null : (await lookSafely(repair.watch(look))).after;
    const result = `unknown: nobody could note what became of it; found now: ${JSON.stringify(found)}`;
    ledger.undoings.ended(undoing, result, clock.now());
    log.warn({ remediation: `r${remediation.id}`, target: remediation.target, found }, 'undo taken up again');
  }
}

/** Where the process ended before it noted the act, only what was called off is known not to have been done. */
const mayHaveActed = ({ state, outcome, executed_at }: Remediation): boolean =>
  executed_at !== null || (state === 'finished' && outcome !== 'skipped' && outcome !== 'refused');

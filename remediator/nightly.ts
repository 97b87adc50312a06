import type { DailySchedule } from '../core/daily-schedule.ts';
import type { Engine } from './engine.ts';
import type { EngineParts } from './engine-parts.ts';
import { endEscalation, episodeOf } from './escalate.ts';
import { stricter } from './gates/mode.ts';
import { hintAgain } from './hint.ts';
import type { Decision } from './ledger/decisions.ts';
import { NIGHTLY } from './nightly-question.ts';
import { routeOf } from './question.ts';
import type { Reason } from './reasons.ts';
import { recordDecision } from './record-decision.ts';

/** With these the night is over: there is nothing to do, nothing may be done, or it is too late. */
const SETTLES: readonly Reason[] = ['already_good', 'observe', 'night_missed'];

/**
 * Asks for the nightly maintenance, once it is due, like an alert would, and again with each reconciling until it was
 * begun, nothing was to be done, or its time is over. That is told by the ledger, so that a restart neither repeats nor
 * forgets it.
 */
export function askAtNight(engine: Pick<Engine, 'consider'>, night: DailySchedule, parts: EngineParts): void {
  const { settings, ledger, clock, log } = parts;
  const { mode, within } = settings.actions.maintain_tables;
  if (stricter(settings.mode, mode) === 'off') return;
  const now = clock.now();
  const due = night.lastDue(now);
  const last = ledger.decisions.newestOf(NIGHTLY);
  if (isSettled(last, due, parts)) return;
  if (now - due < within) {
    endNightBefore(due, parts);
    engine.consider([hintAgain(NIGHTLY)]);
    return;
  }
  // Before the first night nobody has missed one.
  if (last === null) return;
  const { target } = routeOf(NIGHTLY, parts.actions, parts.look.apps).repair ?? { target: null };
  const saw = `due at ${new Date(due).toISOString()}, and begun until ${new Date(due + within).toISOString()} at the latest`;
  const gates = [{ gate: 'night', passed: false, saw }];
  const missed = {
    ...NIGHTLY,
    target,
    decision: 'refuse',
    reason: 'night_missed',
    gates,
    remediation_id: null,
  } as const;
  ledger.transaction(() => recordDecision([hintAgain(NIGHTLY)], missed, missed, parts));
  log.warn({ due: new Date(due).toISOString(), last: last.reason }, 'nightly maintenance was missed');
}

function isSettled(last: Decision | null, due: number, { ledger }: EngineParts): boolean {
  const { action } = NIGHTLY;
  if (ledger.remediations.executions({ since: due - 1, action }).length > 0) return true;
  return last !== null && last.last_at >= due && SETTLES.includes(last.reason);
}

/** Each night has its own attempts, whatever became of the one before. */
function endNightBefore(due: number, parts: EngineParts): void {
  const { ledger, actions, look, clock } = parts;
  const { repair } = routeOf(NIGHTLY, actions, look.apps);
  const episode = repair === null ? null : ledger.episodes.openOf(repair.target);
  if (episode === null || episode.opened_at >= due) return;
  ledger.transaction(() => {
    endEscalation(episodeOf(episode.id), 'another night has come', parts);
    ledger.episodes.close(episode.id, clock.now());
  });
}

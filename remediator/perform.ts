import type { Repair } from './action.ts';
import type { EngineParts } from './engine-parts.ts';
import { createLeave } from './leave.ts';
import type { Intent, Remediation } from './ledger/remediations.ts';
import type { Outcome } from './outcome.ts';
import { type Verified, verify } from './verify.ts';

/** What an act came to. */
export interface Ending {
  readonly outcome: Outcome;
  readonly after: Verified['after'];
  readonly detail: string;
}

/**
 * Carries out what an intent permits, and finds out by looking whether it helped: the only place from which
 * the platform is changed.
 */
export async function perform(intent: Intent, repair: Repair, parts: EngineParts): Promise<Ending> {
  const { ledger, clock } = parts;
  const { id } = intent.remediation;
  const result = await executeInTime(intent, repair, parts);
  if (result.kind === 'called_off') return { outcome: 'skipped', after: null, detail: result.detail };
  if (result.kind === 'refused') return { outcome: 'refused', after: null, detail: result.detail };
  const trouble = result.kind === 'trouble' ? result.detail : null;
  const reported = result.kind === 'done' ? (result.reported ?? null) : null;
  ledger.transaction(() => ledger.remediations.executed(id, clock.now(), trouble, reported));
  const verified = await verifyNow(intent.remediation, repair, parts);
  return endingOf(verified, trouble === null ? 'not_fixed' : 'failed', trouble ?? reported);
}

/**
 * Finds out what became of an act whose process ended before it could tell: by looking, never by doing it
 * again. Where the intent is all there is, nobody knows whether it was carried out.
 */
export async function takeUp(unfinished: Remediation, repair: Repair, parts: EngineParts): Promise<Ending> {
  const { state, trouble } = unfinished;
  const verified = await verifyNow(unfinished, repair, parts);
  if (state === 'intended') {
    return endingOf(verified, 'unknown', 'the remediator ended before it noted whether it had acted');
  }
  return endingOf(verified, trouble === null ? 'not_fixed' : 'failed', trouble);
}

function verifyNow(
  done: Remediation,
  repair: Repair,
  { look, settings, clock, ending }: EngineParts,
): Promise<Verified> {
  const policy = settings.actions[repair.action];
  return verify(repair.watch(look, done), policy, repair.betweenLooks, clock, ending);
}

function endingOf({ verdict, after, detail }: Verified, whenBad: Outcome, ofTheAct: string | null): Ending {
  const outcome = verdict === 'good' ? 'fixed' : verdict === 'bad' ? whenBad : 'unknown';
  return { outcome, after, detail: ofTheAct === null ? detail : `${detail}; ${ofTheAct}` };
}

type Result = Awaited<ReturnType<Repair['execute']>> | { readonly kind: 'trouble'; readonly detail: string };

async function executeInTime(intent: Intent, repair: Repair, parts: EngineParts): Promise<Result> {
  const { act, clock, settings } = parts;
  const within = settings.actions[repair.action].execute_within;
  const inTime = new AbortController();
  const over = new AbortController();
  // What goes on after its time, or after a stop, would change things behind the back of the outcome.
  const leave = createLeave(intent.remediation, over.signal, parts);
  const tooLate: Promise<Result> = clock.sleep(within, inTime.signal).then(
    () => ({ kind: 'trouble', detail: `the act did not answer within ${within / 1_000} s` }),
    () => ({ kind: 'trouble', detail: 'the act answered' }),
  );
  try {
    return await Promise.race([repair.execute(intent, act, leave), tooLate]);
  } catch (error) {
    return { kind: 'trouble', detail: error instanceof Error ? error.message : String(error) };
  } finally {
    inTime.abort();
    over.abort();
  }
}

import { announce } from './announce.ts';
import type { Weighed } from './approval/up-to-people.ts';
import { conclude, questionAbout } from './conclude.ts';
import { decide } from './decide.ts';
import type { SeenToExist } from './decision-context.ts';
import type { EngineParts } from './engine-parts.ts';
import { type Hint, hintAgain } from './hint.ts';
import { createLanes } from './lanes.ts';
import type { Remediation } from './ledger/remediations.ts';
import { isNightly } from './nightly-question.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import { type Ending, perform, takeUp } from './perform.ts';
import { questionOf, routeOf } from './question.ts';
import { recordDecision } from './record-decision.ts';
import { isWatchdog, type Routine, routineOf } from './routine.ts';

export interface Engine {
  /** Takes hints in, at once; they are decided about soon. */
  consider(hints: readonly Hint[]): void;
  /** Takes up what an earlier process left, at start. */
  recover(): void;
  /**
   * Takes up what nobody is at work on, as after an error or a restart: unfinished remediations are verified,
   * never repeated, and delivered alerts decided about.
   */
  takeUpWhatIsLeft(): void;
  /** Resolves when no decision and no remediation is in progress. */
  idle(): Promise<void>;
}

const DECISIONS_AT_ONCE = 8;

/** Brings hints to decisions and decisions to verified outcomes. */
export function createEngine(parts: EngineParts): Engine {
  const { ledger, actions, look, clock, log, metrics, ending } = parts;
  const alone = createOneAtATime();
  const seen: SeenToExist = new Map();
  const weighed: Weighed = new Map();
  const performing = new Set<Promise<void>>();
  /** Remediations that somebody here sees to: they are not left over. */
  const seenTo = new Set<number>();
  const undecided = new Set<number>();
  /** When each question is asked again. */
  const reminders = new Map<string, { readonly at: number; readonly superseded: AbortController }>();
  const lanes = createLanes<Hint>({ laneOf, handle, parallel: DECISIONS_AT_ONCE });

  function laneOf({ alert }: Hint): string {
    const question = questionOf(alert.labels);
    return routeOf(question, actions, look.apps).repair?.target ?? JSON.stringify(question);
  }

  async function handle(hints: readonly Hint[]): Promise<void> {
    try {
      await handleAlike(hints);
    } finally {
      for (const { alertId } of hints) if (alertId !== null) undecided.delete(alertId);
    }
  }

  async function handleAlike(hints: readonly Hint[]): Promise<void> {
    for (const alike of Map.groupBy(hints, sameness).values()) {
      if (ending.aborted) return;
      try {
        await answer(alike);
      } catch (error) {
        // What was delivered stays undecided in the ledger, and is taken up when reconciling.
        metrics.engineError();
        log.error({ err: error }, 'a decision could not be made');
      }
    }
  }

  async function answer(hints: readonly Hint[]): Promise<void> {
    const [hint] = hints;
    if (hint === undefined) return;
    const routine = routineOf(hint.alert);
    if (routine !== null) return note(hints, routine);
    const onIntent = (id: number) => seenTo.add(id);
    const decided = await decide(hints, { ...parts, alone, seen, weighed, onIntent });
    if (decided.kind === 'begun') {
      const { intent, repair } = decided;
      track(intent.remediation, () => perform(intent, repair, parts));
      return;
    }
    const { againIn, reason } = decided;
    // What it is time for is asked again with each reconciling, for as long as it is.
    if (againIn === null || hint.source === 'timetable') return;
    if (!(hint.source === 'again' && reason === 'evidence_unknown')) remind(hint, againIn);
  }

  function note(hints: readonly Hint[], { decision, reason, saw }: Routine): void {
    const question = questionOf(hints[0]?.alert.labels ?? {});
    const target = routeOf(question, actions, look.apps).repair?.target ?? null;
    const gates = [{ gate: 'alert', passed: false, saw }];
    const judgement = { ...question, target, decision, reason, gates, remediation_id: null };
    ledger.transaction(() => recordDecision(hints, judgement, judgement, parts));
    if (decision === 'heartbeat') metrics.heartbeat(clock.now());
  }

  function track(remediation: Remediation, work: () => Promise<Ending>): void {
    seenTo.add(remediation.id);
    const done = work()
      .then(async (result) => {
        const question = questionAbout(remediation);
        if (conclude(remediation, result, parts) && !isNightly(question)) consider([hintAgain(question)]);
        await announce(remediation, result, parts);
      })
      .catch((error: unknown) => {
        if (ending.aborted) return;
        metrics.engineError();
        log.error({ err: error, remediation: `r${remediation.id}` }, 'a remediation could not be concluded');
      })
      .finally(() => {
        seenTo.delete(remediation.id);
        performing.delete(done);
      });
    performing.add(done);
  }

  /** Asks the same again later, once for all who wait for it: the earliest counts. */
  function remind({ alert }: Hint, inMs: number): void {
    const question = questionOf(alert.labels);
    const key = JSON.stringify(question);
    const at = clock.now() + inMs;
    const earlier = reminders.get(key);
    if (earlier !== undefined && earlier.at <= at) return;
    earlier?.superseded.abort();
    const superseded = new AbortController();
    reminders.set(key, { at, superseded });
    clock.sleep(inMs, AbortSignal.any([ending, superseded.signal])).then(
      () => {
        reminders.delete(key);
        consider([hintAgain(question)]);
      },
      () => {
        if (ending.aborted) reminders.delete(key);
      },
    );
  }

  function consider(hints: readonly Hint[]): void {
    if (ending.aborted) return;
    for (const { alertId } of hints) if (alertId !== null) undecided.add(alertId);
    lanes.add(hints);
  }

  function takeUpWhatIsLeft(): void {
    for (const unfinished of ledger.remediations.unfinished()) {
      if (seenTo.has(unfinished.id)) continue;
      const { repair } = routeOf(questionAbout(unfinished), actions, look.apps);
      log.info({ remediation: `r${unfinished.id}`, target: unfinished.target }, 'taken up again');
      track(unfinished, async () =>
        repair === null || repair.target !== unfinished.target
          ? { outcome: 'unknown', after: null, detail: 'its target is not configured any more' }
          : takeUp(unfinished, repair, parts),
      );
    }
    const left = ledger.deliveries.undecided().filter(({ id }) => !undecided.has(id));
    consider(left.map((alert) => ({ source: 'webhook', alert, alertId: alert.id })));
  }

  return {
    consider,
    recover() {
      ledger.leases.dropUnbound();
      takeUpWhatIsLeft();
    },
    takeUpWhatIsLeft,
    async idle() {
      do {
        await lanes.idle();
        await Promise.all(performing);
      } while (performing.size > 0);
    },
  };
}

const sameness = (hint: Hint): string =>
  JSON.stringify([
    hint.alert.status,
    isWatchdog(hint.alert),
    hint.source === 'timetable',
    questionOf(hint.alert.labels),
  ]);

import type { Repair } from './action.ts';
import { announceProposal } from './approval/announce-proposal.ts';
import { propose, withdrawProposals } from './approval/propose.ts';
import { isUpToPeople, type Weighed } from './approval/up-to-people.ts';
import { createContext, type DecisionContext, type SeenToExist } from './decision-context.ts';
import type { EngineParts } from './engine-parts.ts';
import { episodeOf, escalate } from './escalate.ts';
import { modeInForce } from './gates/mode.ts';
import type { Hint } from './hint.ts';
import type { GateRecord } from './ledger/decisions.ts';
import type { Intent } from './ledger/remediations.ts';
import { massFailureOf } from './mass-failure.ts';
import { policyHash } from './policy-hash.ts';
import { type Question, questionOf, routeOf } from './question.ts';
import { REASONS, type Reason } from './reasons.ts';
import { type Judgement, recordDecision } from './record-decision.ts';
import { type Ruling, runGates } from './run-gates.ts';
import { toldAt } from './told-at.ts';

export type Decided =
  | { readonly kind: 'begun'; readonly intent: Intent; readonly repair: Repair }
  | { readonly kind: 'refused'; readonly reason: Reason; readonly againIn: number | null };

export interface DecideParts extends EngineParts {
  /** Between the last questions and the durable intent no other decision may come. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
  readonly seen: SeenToExist;
  readonly weighed: Weighed;
  /** Told in the same breath in which an intent becomes durable. */
  readonly onIntent: (remediationId: number) => void;
}

/** After these there will be no other attempt of ours: when the last one did not help, that is what people must know. */
const NO_FURTHER: readonly Reason[] = ['restart_storm', 'nothing_to_trim', 'log_refused'];

/** Decisions wait for each other before they act, and what was seen meanwhile may have changed. */
const EVIDENCE_HOLDS_MS = 30_000;
const LOOK_AGAIN_MS = 1_000;

/** Decides once what several hints ask alike; when it allows the act, the intent is on disk on return. */
export async function decide(hints: readonly Hint[], parts: DecideParts): Promise<Decided> {
  const { ledger, look, actions, clock } = parts;
  const question = questionOf(hints[0]?.alert.labels ?? {});
  const timetable = hints.every(({ source }) => source === 'timetable');
  const route = routeOf(question, actions, look.apps, timetable);
  const context = createContext(parts, question, route, parts.seen, timetable ? 'timetable' : 'alert');
  const decidedAt = clock.now();
  try {
    const stands = hints.every(({ source }) => source !== 'webhook');
    const newest = ledger.decisions.newestOf(question);
    if (stands && newest !== null && isUpToPeople(newest.reason, context, parts.weighed)) {
      ledger.transaction(() => recordDecision(hints, newest, newest, parts));
      return { kind: 'refused', reason: newest.reason, againIn: null };
    }
    const explore = !stands || newest?.reason !== 'observe';
    const ruling = await runGates(parts.gates, context, explore);
    if (!ruling.allowed) return await refuseWith(ruling);
    return await parts.alone(async () => {
      const lastLook = await runGates(
        parts.gates.filter(({ askedAgain }) => askedAgain),
        context,
      );
      if (!lastLook.allowed) return refuseWith(joined(ruling, lastLook));
      await context.sight();
      const age = clock.now() - context.sightedAt();
      if (age > EVIDENCE_HOLDS_MS) return refuseWith(tooOld(ruling, age));
      return begin(hints, context, ruling, decidedAt, parts);
    });
  } finally {
    context.releaseLease();
  }

  async function refuseWith(ruling: Ruling): Promise<Decided> {
    const { reason, againIn } = ruling;
    const telling = await whatPeopleMustKnow(reason, context, parts);
    const sighting = reason === 'awaiting_approval' ? await context.sight() : null;
    if (sighting !== null || reason === 'rejected_by_person') {
      parts.weighed.set(JSON.stringify(question), clock.now());
    }
    const changed = ledger.transaction(() => {
      const asked = sighting === null ? null : propose(context, sighting, parts);
      const records = asked === null ? ruling.records : replaced(ruling.records, asked.record);
      const judgement = judgementOf(question, context, 'refuse', reason, records, null);
      recordDecision(hints, judgement, judgement, parts);
      if (context.route.repair !== null && passed(records, 'inventory')) {
        noteSighting(ensureEpisode(context, parts).id, context, parts);
      }
      if (telling !== null) {
        const about = telling.all
          ? massFailureOf(question.org, context.action.name)
          : episodeOf(ensureEpisode(context, parts).id);
        const target_id = telling.all ? 'many' : question.target_id;
        escalate(about, { ...question, target_id, reason: telling.reason }, parts);
      }
      if (reason !== 'already_good') return asked?.changed ?? [];
      const open = ledger.proposals.newestOf(question);
      return withdrawProposals(({ id }) => id === open?.id, parts);
    });
    for (const proposal of changed) await announceProposal(proposal, parts);
    return { kind: 'refused', reason, againIn };
  }
}

/** The last word of this gate only. */
const replaced = (records: readonly GateRecord[], record: GateRecord) => [
  ...records.filter(({ gate, passed }) => passed || gate !== record.gate),
  record,
];

function tooOld(ruling: Ruling, ageMs: number): Ruling {
  const saw = `the evidence is ${Math.round(ageMs / 1_000)} s old by now`;
  const records = [...ruling.records, { gate: 'precondition', passed: false, saw }];
  return { allowed: false, reason: 'evidence_unknown', records, againIn: LOOK_AGAIN_MS };
}

/** Both looks in one record: the second one says only what it refused. */
function joined(ruling: Ruling, lastLook: Ruling): Ruling {
  const refusals = lastLook.records.filter((record) => !record.passed);
  const records = refusals.map((record) => ({
    ...record,
    saw: `asked again just before acting: ${record.saw}`,
  }));
  return { ...lastLook, records: [...ruling.records, ...records] };
}

/** Writes decision, episode and intent as one; only with what this returns can anything be executed. */
async function begin(
  hints: readonly Hint[],
  context: DecisionContext,
  { reason, records }: Ruling,
  decidedAt: number,
  parts: DecideParts,
): Promise<Decided> {
  const { ledger, clock } = parts;
  const { question, repair } = context;
  const { plan, evidence, before } = await context.sight();
  if (plan === null) {
    const judgement = judgementOf(question, context, 'refuse', 'evidence_unknown', records, null);
    ledger.transaction(() => recordDecision(hints, judgement, judgement, parts));
    return { kind: 'refused', reason: 'evidence_unknown', againIn: null };
  }
  const intent = ledger.transaction(() => {
    const episode = ensureEpisode(context, parts);
    noteSighting(episode.id, context, parts);
    const written = ledger.remediations.intend(
      {
        episode_id: episode.id,
        action: repair.action,
        target: repair.target,
        org: question.org,
        incident: question.incident,
        params: repair.params,
        plan,
        evidence,
        before,
        decided_at: decidedAt,
        actor: actorOf(context, parts),
        policy_hash: policyHash(repair.action, parts.settings),
        ...toldAt(hints, episode, decidedAt, parts),
      },
      clock.now(),
    );
    const { id } = written.remediation;
    ledger.leases.bind(repair.target, id);
    ledger.proposals.use(question, id, clock.now());
    const others = [
      { gate: 'lease', passed: false, saw: `remediation r${id} was begun for the same target` },
    ];
    recordDecision(
      hints,
      judgementOf(question, context, 'act', reason, records, id),
      judgementOf(question, context, 'refuse', 'in_progress', others, null),
      parts,
    );
    return written;
  });
  parts.onIntent(intent.remediation.id);
  return { kind: 'begun', intent, repair };
}

/** Whose word it is: asking a person first makes it that person's. */
function actorOf(context: DecisionContext, { ledger }: EngineParts): string {
  const asked = modeInForce(context) === 'approve' ? ledger.proposals.newestOf(context.question) : null;
  return asked?.state === 'approved' ? `${asked.answered_by}, p${asked.id}` : 'machine';
}

function ensureEpisode({ question, repair }: DecisionContext, { ledger, clock }: EngineParts) {
  const { target, action, params } = repair;
  return ledger.episodes.ensure({ target, action, org: question.org, params }, clock.now());
}

/** A fault that is seen again, or may be there, ends the good time of its episode. */
function noteSighting(episodeId: number, context: DecisionContext, { ledger, clock }: EngineParts): void {
  const verdict = context.sighted()?.finding.verdict ?? 'good';
  if (verdict !== 'good') ledger.episodes.looked(episodeId, verdict === 'bad' ? false : null, clock.now());
}

function judgementOf(
  question: Question,
  { route }: DecisionContext,
  decision: Judgement['decision'],
  reason: Reason,
  gates: readonly GateRecord[],
  remediation_id: number | null,
): Judgement {
  return { ...question, target: route.repair?.target ?? null, decision, reason, gates, remediation_id };
}

const passed = (records: readonly GateRecord[], gate: string) =>
  records.some((record) => record.gate === gate && record.passed);

/** Whether this refusal is final for the machine, and so a matter for people; `all` is one for all targets. */
async function whatPeopleMustKnow(
  reason: Reason,
  context: DecisionContext,
  { ledger }: EngineParts,
): Promise<{ readonly reason: Reason | 'not_fixed' | 'failed'; readonly all: boolean } | null> {
  if (reason === 'mass_failure') return { reason, all: true };
  if (!REASONS[reason].escalates && !NO_FURTHER.includes(reason)) return null;
  if (reason === 'no_account') return { reason, all: false };
  const episode = ledger.episodes.openOf(context.repair.target);
  if (episode !== null && ledger.escalations.get(episodeOf(episode.id)) !== null) return null;
  const last = episode === null ? undefined : ledger.remediations.ofEpisode(episode.id).at(-1);
  if (NO_FURTHER.includes(reason)) {
    const outcome = last?.outcome;
    return outcome === 'not_fixed' || outcome === 'failed' ? { reason: outcome, all: false } : null;
  }
  // The alert may lag behind a repair that helped.
  return (await seesItGood(context)) ? null : { reason, all: false };
}

/** A look that breaks off says nothing, so people are told. */
async function seesItGood(context: DecisionContext): Promise<boolean> {
  try {
    return (await context.sight()).finding.verdict === 'good';
  } catch {
    return false;
  }
}

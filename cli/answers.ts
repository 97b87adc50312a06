import { z } from 'zod';

/** What the remediator's API answers, as far as the command line reads it. */
const Gate = z.object({ gate: z.string(), passed: z.boolean(), saw: z.string() });

const Remediation = z.object({
  id: z.string(),
  action: z.string(),
  target: z.string(),
  incident: z.string(),
  org: z.string(),
  attempt: z.number(),
  state: z.string(),
  outcome: z.string().nullable(),
  intent_at: z.string(),
  finished_at: z.string().nullable(),
  detail: z.string().nullable(),
});
export type Remediation = z.infer<typeof Remediation>;

const Json = z.record(z.string(), z.unknown());

/** One remediation with everything there is to say about it. */
export const Shown = Remediation.extend({
  actor: z.string().nullable(),
  policy_hash: z.string().nullable(),
  policy_in_force: z.boolean(),
  plan: Json,
  evidence: Json,
  before: Json,
  after: Json.nullable(),
  changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
  phases_seconds: z.record(z.string(), z.number().nullable()),
  episode: z
    .object({
      id: z.number(),
      opened_at: z.string(),
      closed_at: z.string().nullable(),
      attempts: z.array(z.string()),
    })
    .nullable(),
  undo: z.object({ command: z.string(), means: z.string() }).nullable(),
  undoings: z.array(z.object({ at: z.string(), by: z.string(), result: z.string().nullable() })),
});
export type Shown = z.infer<typeof Shown>;

const Tried = z.object({
  incident: z.string(),
  org: z.string(),
  target_kind: z.string(),
  target_id: z.string(),
  action: z.string(),
  target: z.string().nullable(),
  would: z.enum(['act', 'ask_a_person', 'refuse', 'nothing']),
  reason: z.string(),
  sentence: z.string(),
  gates: z.array(Gate),
  plan: Json.nullable(),
  before: Json.nullable(),
});
export type Tried = z.infer<typeof Tried>;

export const TriedAll = z.object({ tried: z.array(Tried) });

const Decision = z.object({
  id: z.string(),
  at: z.string(),
  source: z.enum(['webhook', 'reconcile', 'again', 'timetable']),
  incident: z.string(),
  org: z.string(),
  target_kind: z.string(),
  target_id: z.string(),
  action: z.string(),
  decision: z.string(),
  reason: z.string(),
  gates: z.array(Gate),
  repeats: z.number(),
  last_at: z.string(),
});
export type Decision = z.infer<typeof Decision>;

export const Remediations = z.object({ remediations: z.array(Remediation) });
export const Decisions = z.object({ decisions: z.array(Decision) });

export const Explanations = z.object({
  about: z.string(),
  explanations: z.array(
    z.object({ sentence: z.string(), decision: Decision, remediation: Remediation.nullable() }),
  ),
});
export type Explanations = z.infer<typeof Explanations>;

export const Stops = z.object({ stops: z.array(z.object({ source: z.string(), reason: z.string() })) });

const Maintenance = z.object({
  maintenance: z.array(z.object({ source: z.string(), reason: z.string(), until: z.string() })),
});
export const Announced = Maintenance.extend({ untold: z.array(z.string()) });

export const Proposal = z.object({
  id: z.string(),
  state: z.string(),
  incident: z.string(),
  org: z.string(),
  action: z.string(),
  target: z.string(),
  plan: z.record(z.string(), z.unknown()),
  before: z.record(z.string(), z.unknown()),
  hash: z.string(),
  made_at: z.string(),
  expires_at: z.string(),
  answered_by: z.string().nullable(),
  remediation_id: z.string().nullable(),
});
export type Proposal = z.infer<typeof Proposal>;

export const Proposals = z.object({ proposals: z.array(Proposal) });
export const ApprovalCode = z.object({ code: z.string(), expires_at: z.string(), link: z.string() });

export const Status = Stops.extend({
  ...Maintenance.shape,
  mode: z.string(),
  modes: z.record(z.string(), z.string()),
  in_progress: z.array(Remediation),
  awaiting_approval: z.array(Proposal),
  escalated: z.array(
    z.object({
      org: z.string(),
      incident: z.string(),
      target_kind: z.string(),
      target_id: z.string(),
      action: z.string(),
      reason: z.string(),
      since: z.string(),
    }),
  ),
});
export type Status = z.infer<typeof Status>;

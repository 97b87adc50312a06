import type { z } from 'zod';
import type { IncidentType } from '../core/incidents.ts';
import type { Finding } from '../core/verdict.ts';
import type { Intent, Remediation } from './ledger/remediations.ts';
import type { Undoing } from './ledger/undoings.ts';
import type { Reason } from './reasons.ts';
import type { Acting, Leave, Looking } from './tools.ts';

export type { Looking } from './tools.ts';

/** The actions that the configuration has a policy for. */
export const ACTION_NAMES = ['restart_process', 'deactivate_schedule'] as const;
export type ActionName = (typeof ACTION_NAMES)[number];

export type Json = Readonly<Record<string, unknown>>;

/** What a careful look at the target found, before anything is done. */
export interface Sighting {
  /** The verdict of the predicate that detects the fault, on samples taken just now. */
  readonly finding: Finding;
  /** Why it must be left alone although the fault may be there. */
  readonly objection?: { readonly reason: Reason; readonly saw: string };
  /** What would be done; null where nothing could be. */
  readonly plan: Json | null;
  readonly evidence: Json;
  /** The state that the act is about to change. */
  readonly before: Json;
  /** What a person's approval rests on besides the plan, and that no look changes; `before` where it is not given. */
  readonly restsOn?: Json;
}

/** One look at the effect. */
export interface Check {
  readonly finding: Finding;
  /** While this word stays the same, "good" is one and the same good time. */
  readonly steady: string;
  readonly after: Json;
}

/** What the act reports of itself; only looking tells whether it helped. */
export type Execution =
  | { readonly kind: 'done' }
  /** Nothing was done, because the target is no longer as the evidence has it. */
  | { readonly kind: 'called_off'; readonly detail: string }
  /** Nothing was done, because somebody said stop after the intent, or time was over. */
  | { readonly kind: 'refused'; readonly detail: string };

/** An answer to "is it there?"; `found` is null when it could not be looked up. */
export interface Existence {
  readonly found: boolean | null;
  readonly saw: string;
}

export interface ActionDefinition<P, Plan> {
  readonly name: ActionName;
  /** What this action is meant to repair. */
  readonly incidents: readonly IncidentType[];
  /** How it is taken back on somebody's word; null when there is nothing to take back. */
  readonly undo: {
    /** What that does, for people. */
    readonly means: string;
    /** Puts back what stood before, unless the target is no longer as the act left it. */
    perform(
      params: P,
      done: Pick<Remediation, 'before' | 'after'>,
      act: Acting,
      leave: Leave,
    ): Promise<Execution>;
  } | null;
  /** Whether it works in an organisation, and so with its account. */
  readonly inOrganisation: boolean;
  /** What is read of an alert's labels; everything else in them is inert. */
  readonly params: z.ZodType<P>;
  readonly plan: z.ZodType<Plan>;
  /** What lease, attempts, pauses and budgets are counted on; null when the labels name no such thing. */
  canonicalTarget(params: P, apps: Looking['apps']): string | null;
  exists(params: P, look: Looking): Promise<Existence>;
  /** How many targets there are in all; null when that cannot be read. */
  population(of: { readonly org: string }, look: Looking): Promise<number | null>;
  sight(params: P, look: Looking): Promise<Sighting>;
  /** Looks once more at what it is about to change, and asks for leave before each write. */
  execute(params: P, plan: Plan, act: Acting, leave: Leave): Promise<Execution>;
  /** Begins to verify: each call looks once more. */
  watch(params: P, look: Looking): () => Promise<Check>;
}

/** An action bound to the target that an alert, or an earlier intent, names. */
export interface Repair {
  readonly action: ActionName;
  /** What taking it back does; null when there is nothing to take back. */
  readonly undo: string | null;
  readonly inOrganisation: boolean;
  readonly target: string;
  readonly params: Json;
  exists(look: Looking): Promise<Existence>;
  population(look: Looking): Promise<number | null>;
  sight(look: Looking): Promise<Sighting>;
  execute(intent: Intent, act: Acting, leave: Leave): Promise<Execution>;
  /** Only for what has an undo, and on a person's word, which was written down before. */
  takeBack(undoing: Undoing, act: Acting, leave: Leave): Promise<Execution>;
  watch(look: Looking): () => Promise<Check>;
}

export interface Action {
  readonly name: ActionName;
  readonly incidents: readonly IncidentType[];
  readonly undo: string | null;
  /** How many targets there are in an organisation; null when that cannot be read. */
  population(org: string, look: Looking): Promise<number | null>;
  /** Null when these labels do not name a target of this action. */
  bind(labels: unknown, apps: Looking['apps']): Repair | null;
}

/** Makes an action of its definition: what is unknown at the border is parsed here, and nowhere else. */
export function defineAction<P extends Json & { readonly org: string }, Plan>(
  definition: ActionDefinition<P, Plan>,
): Action {
  const { name, incidents, inOrganisation } = definition;
  const undo = definition.undo?.means ?? null;
  return {
    name,
    incidents,
    undo,
    population: (org, look) => definition.population({ org }, look),
    bind(labels, apps) {
      const parsed = definition.params.safeParse(labels);
      if (!parsed.success) return null;
      const params = parsed.data;
      const target = definition.canonicalTarget(params, apps);
      if (target === null) return null;
      return {
        action: name,
        undo,
        inOrganisation,
        target,
        params: { ...params },
        exists: (look) => definition.exists(params, look),
        population: (look) => definition.population(params, look),
        sight: (look) => definition.sight(params, look),
        execute: ({ remediation }, act, leave) =>
          definition.execute(params, definition.plan.parse(remediation.plan), act, leave),
        async takeBack({ remediation }, act, leave) {
          if (definition.undo === null) return { kind: 'refused', detail: 'there is nothing to take back' };
          return definition.undo.perform(params, remediation, act, leave);
        },
        watch: (look) => definition.watch(params, look),
      };
    },
  };
}

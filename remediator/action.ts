import { z } from 'zod';
import type { IncidentType } from '../core/incidents.ts';
import type { Finding } from '../core/verdict.ts';
import type { Intent, Remediation } from './ledger/remediations.ts';
import type { Undoing } from './ledger/undoings.ts';
import type { Reason } from './reasons.ts';
import type { Acting, Leave, Looking } from './tools.ts';

export type { DisplaySeen } from './tools/displays.ts';
export type { Acting, Leave, Looking, ScheduleSeen } from './tools.ts';

/** The actions that the configuration has a policy for. */
export const ACTION_NAMES = [
  'restart_process',
  'reload_process',
  'vacuum_tables',
  'maintain_tables',
  'trim_logs',
  'deactivate_schedule',
  'archive_content',
  'archive_oldest_inactive',
  'reconnect_display',
  'reset_display',
] as const;
export type ActionName = (typeof ACTION_NAMES)[number];

export type Json = Readonly<Record<string, unknown>>;

/** The label `org` of what an organisation's account repairs. */
export const OrganisationLabel: z.ZodType<string> = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);

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
  /** Canonical targets of other actions that the plan changes, too. */
  readonly reaches?: readonly string[];
  /** What a person's approval rests on besides the plan, and that no look changes; `before` where it is not given. */
  readonly restsOn?: Json;
}

/** The sight of a target that is not there, in words for people. */
export const sightOfNothing = (saw: string): Sighting => ({
  finding: { verdict: 'good' },
  objection: { reason: 'target_unknown', saw },
  plan: null,
  evidence: {},
  before: {},
});

/** One look at the effect. */
export interface Check {
  readonly finding: Finding;
  /** While this word stays the same, "good" is one and the same good time. */
  readonly steady: string;
  readonly after: Json;
}

/** What the act reports of itself; only looking tells whether it helped. */
export type Execution =
  | {
      readonly kind: 'done';
      /** What the act says of itself, for people; it proves nothing. */
      readonly reported?: string;
    }
  /** Nothing was done, because the target is no longer as the evidence has it. */
  | { readonly kind: 'called_off'; readonly detail: string }
  /** Nothing was done, because somebody said stop after the intent, or time was over. */
  | { readonly kind: 'refused'; readonly detail: string };

/** An answer to "is it there?"; `found` is null when it could not be looked up. */
export interface Existence {
  readonly found: boolean | null;
  readonly saw: string;
}

/** What was done, for whoever must find out whether this very act had an effect. */
export type Done = Pick<Remediation, 'plan' | 'before' | 'intent_at'>;

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
  /** Said by whatever restarts or reloads processes: to all else PM2 is not handed out. */
  readonly ofProcesses?: true;
  /** What is read of an alert's labels; everything else in them is inert. */
  readonly params: z.ZodType<P>;
  readonly plan: z.ZodType<Plan>;
  /** What lease, attempts, pauses and budgets are counted on; null when the labels name no such thing. */
  canonicalTarget(params: P, apps: Looking['apps']): string | null;
  exists(params: P, look: Looking): Promise<Existence>;
  /** How many targets there are in all; null when that cannot be read. */
  population(of: { readonly org: string }, look: Looking): Promise<number | null>;
  /**
   * The canonical targets that are broken in an organisation, read first-hand: for what breaks together and is alerted one
   * after the other. Null when that cannot be read.
   */
  brokenIn?(org: string, look: Looking): Promise<readonly string[] | null>;
  sight(params: P, look: Looking): Promise<Sighting>;
  /** Looks once more at what it is about to change, and asks for leave before each write. */
  execute(params: P, plan: Plan, act: Acting, leave: Leave): Promise<Execution>;
  /**
   * Begins to verify: each call looks once more.
   *
   * @param done whose effect it is; absent where only the fault is looked for
   */
  watch(params: P, look: Looking, done?: Done): () => Promise<Check>;
  /** The pause between two looks while verifying, in ms, where what is looked for takes its time; default seconds. */
  readonly betweenLooks?: number;
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
  watch(look: Looking, done?: Done): () => Promise<Check>;
  readonly betweenLooks: number | null;
}

export interface Action {
  readonly name: ActionName;
  readonly incidents: readonly IncidentType[];
  readonly undo: string | null;
  /** Whether it restarts or reloads processes, of which there are few: each is a good part of the platform. */
  readonly ofProcesses: boolean;
  /** How many targets there are in an organisation; null when that cannot be read. */
  population(org: string, look: Looking): Promise<number | null>;
  /** The targets that are broken there, where the action can read that first-hand; null when it could not. */
  readonly brokenIn: ((org: string, look: Looking) => Promise<readonly string[] | null>) | undefined;
  /** Null when these labels do not name a target of this action. */
  bind(labels: unknown, apps: Looking['apps']): Repair | null;
}

/** Makes an action of its definition: what is unknown at the border is parsed here, and nowhere else. */
export function defineAction<P extends Json & { readonly org: string }, Plan>(
  definition: ActionDefinition<P, Plan>,
): Action {
  const { name, incidents, inOrganisation, ofProcesses = false } = definition;
  const undo = definition.undo?.means ?? null;
  return {
    name,
    incidents,
    undo,
    ofProcesses,
    population: (org, look) => definition.population({ org }, look),
    brokenIn: definition.brokenIn,
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
          definition.execute(params, definition.plan.parse(remediation.plan), handed(act), leave),
        async takeBack({ remediation }, act, leave) {
          if (definition.undo === null) return { kind: 'refused', detail: 'there is nothing to take back' };
          return definition.undo.perform(params, remediation, handed(act), leave);
        },
        watch: (look, done) => definition.watch(params, look, done),
        betweenLooks: definition.betweenLooks ?? null,
      };
    },
  };

  /** What bounds actions of processes must know each of them, so no other can be one. */
  function handed(act: Acting): Acting {
    if (ofProcesses) return act;
    const refuse = () => Promise.reject(new Error(`${name} does not say that it restarts processes`));
    return { ...act, pm2: { restart: refuse, reload: refuse } };
  }
}

import type { AllAlertmanagers } from '../../core/alertmanager/all-alertmanagers.ts';
import type { LoadedConfig } from '../../core/config/load.ts';
import type {
  ActionPolicy,
  ArchivePolicy,
  ReconnectPolicy,
  RestartPolicy,
} from '../../core/config/policies.ts';
import type { CommandEnd } from '../../core/run-command.ts';
import type { Action, Existence, Repair, Sighting } from '../action.ts';
import type { MaintenanceInForce } from '../in-force/maintenance-in-force.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Question, Route } from '../question.ts';
import type { Reason } from '../reasons.ts';
import type { Looking } from '../tools.ts';
import type { Accounts } from '../world/accounts.ts';

/** What every gate may ask, and nothing with which it could change the platform. */
export interface GateContext {
  readonly question: Question;
  readonly route: Route;
  readonly askedBy: 'alert' | 'timetable';
  /** @throws Error where the question leads to no repair */
  readonly action: Action;
  readonly repair: Repair;
  /** All that there are. */
  readonly actions: readonly Action[];
  /** So many incidents of one type are told one by one at most. */
  readonly toldAtMost: number;
  readonly policy: ActionPolicy & Partial<RestartPolicy> & Partial<ArchivePolicy> & Partial<ReconnectPolicy>;
  readonly settings: LoadedConfig['remediator'];
  readonly stopFile: string;
  readonly ledger: Ledger;
  readonly alertmanagers: Pick<AllAlertmanagers, 'alerts' | 'silences'>;
  readonly accounts: Pick<Accounts, 'standing'>;
  readonly look: Looking;
  now(): number;
  /** Announced, or a window that is open. */
  maintenance(): readonly MaintenanceInForce[];
  /** Whether the target is there. */
  exists(): Promise<Existence>;
  /** The careful look at the target: taken once for each decision, when it is first asked for. */
  sight(): Promise<Sighting>;
  /** What it found; null as long as it was not taken. */
  sighted(): Sighting | null;
  /** Runs a command of the operator's own, for as long as is given in ms. Never throws. */
  runPreflight(argv: readonly string[], within: number): Promise<CommandEnd>;
  /** How many targets there are in all; null when that cannot be read. */
  population(): Promise<number | null>;
  /** True when the target is ours until the decision has fallen. */
  takeLease(): boolean;
}

export type GateAnswer =
  | { readonly passed: true; readonly saw: string }
  | {
      readonly passed: false;
      readonly reason: Reason;
      readonly saw: string;
      /** In how many ms it makes sense to ask again, where the gate can tell. */
      readonly againIn?: number;
    };

/** The gates' names, in the order in which they are asked. */
export const GATE_NAMES = [
  'global_stop',
  'action_known',
  'mode',
  'alert_active',
  'paused',
  'maintenance',
  'account',
  'inventory',
  'attempts',
  'cooldown',
  'undone',
  'target_budget',
  'action_budget',
  'total_budget',
  'command_pause',
  'population',
  'mass_failure',
  'lease',
  'dependencies',
  'settling',
  'restart_storm',
  'precondition',
  'preflight',
  'approval',
] as const;
export type GateName = (typeof GATE_NAMES)[number];

/** One question that can only be answered with "not against it" or with a refusal. */
export interface Gate {
  readonly name: GateName;
  /** Asked a second time just before the intent is written, when no other decision can come between. */
  readonly askedAgain: boolean;
  ask(context: GateContext): GateAnswer | Promise<GateAnswer>;
}

export const pass = (saw: string): GateAnswer => ({ passed: true, saw });

export function refuse(reason: Reason, saw: string, againIn?: number): GateAnswer {
  return againIn === undefined ? { passed: false, reason, saw } : { passed: false, reason, saw, againIn };
}

import type { AllAlertmanagers } from '../core/alertmanager/all-alertmanagers.ts';
import type { Clock } from '../core/clock.ts';
import type { LoadedConfig } from '../core/config/load.ts';
import type { Log } from '../core/log.ts';
import type { Action } from './action.ts';
import type { Gate, GateContext } from './gates/gate.ts';
import type { MaintenanceInForce } from './in-force/maintenance-in-force.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { RemediatorMetrics } from './metrics/metrics.ts';
import type { Acting, Looking } from './tools.ts';
import type { Accounts } from './world/accounts.ts';

/** Everything the engine and what surrounds it are made of. */
export interface EngineParts {
  readonly settings: LoadedConfig['remediator'];
  readonly retention: LoadedConfig['retention'];
  /** Announced, or a window that is open. */
  maintenance(): readonly MaintenanceInForce[];
  readonly stopFile: string;
  readonly actions: readonly Action[];
  readonly gates: readonly Gate[];
  readonly ledger: Ledger;
  /** So many incidents of one type are told one by one at most. */
  readonly toldAtMost: number;
  readonly alertmanagers: Pick<AllAlertmanagers, 'alerts' | 'silences' | 'addAlert'>;
  readonly accounts: Pick<Accounts, 'standing' | 'lookAt'>;
  readonly look: Looking;
  readonly runPreflight: GateContext['runPreflight'];
  readonly act: Acting;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: RemediatorMetrics;
  /** Given when the process is asked to end: what waits, ends; what was begun stays in the ledger. */
  readonly ending: AbortSignal;
}

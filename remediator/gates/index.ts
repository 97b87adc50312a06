import { accountGate } from './account.ts';
import { actionBudgetGate } from './action-budget.ts';
import { actionKnownGate } from './action-known.ts';
import { alertActiveGate } from './alert-active.ts';
import { approvalGate } from './approval.ts';
import { attemptsGate } from './attempts.ts';
import { commandPauseGate } from './command-pause.ts';
import { cooldownGate } from './cooldown.ts';
import { dependenciesGate } from './dependencies.ts';
import type { Gate } from './gate.ts';
import { globalStopGate } from './global-stop.ts';
import { inventoryGate } from './inventory.ts';
import { leaseGate } from './lease.ts';
import { maintenanceGate } from './maintenance.ts';
import { massFailureGate } from './mass-failure.ts';
import { modeGate } from './mode.ts';
import { pausedGate } from './paused.ts';
import { populationGate } from './population.ts';
import { preconditionGate } from './precondition.ts';
import { preflightGate } from './preflight.ts';
import { restartStormGate } from './restart-storm.ts';
import { settlingGate } from './settling.ts';
import { targetBudgetGate } from './target-budget.ts';
import { totalBudgetGate } from './total-budget.ts';
import { undoneGate } from './undone.ts';

/** Every gate there is, in the order in which they are asked: what is cheap and what people said comes first. */
export const gates: readonly Gate[] = [
  globalStopGate,
  actionKnownGate,
  modeGate,
  alertActiveGate,
  pausedGate,
  maintenanceGate,
  accountGate,
  inventoryGate,
  attemptsGate,
  cooldownGate,
  undoneGate,
  targetBudgetGate,
  actionBudgetGate,
  totalBudgetGate,
  commandPauseGate,
  populationGate,
  massFailureGate,
  leaseGate,
  dependenciesGate,
  settlingGate,
  restartStormGate,
  preconditionGate,
  preflightGate,
  approvalGate,
];

import type { LoadedConfig } from '../core/config/load.ts';
import type { ActionName } from './action.ts';
import { digestOf } from './digest-of.ts';

/** Under which policy an action was done: the same as long as no setting that bounds it was changed. */
export function policyHash(action: ActionName, settings: LoadedConfig['remediator']): string {
  const { mode, actions, budget, mass_failure, maintenance_windows } = settings;
  return digestOf({ action, mode, policy: actions[action], budget, mass_failure, maintenance_windows });
}

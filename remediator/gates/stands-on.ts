import { DEPENDENCIES_OF, type DependencyName, SERVICES } from '../../core/target.ts';
import type { ActionName } from '../action.ts';
import { appOf } from '../app-of.ts';
import type { GateContext } from './gate.ts';

/** What must be well for a repair to help. */
export interface StandsOn {
  readonly dependencies: readonly DependencyName[];
  /** Whether the API must answer. */
  readonly api: boolean;
}

/** The service that is restarted, the API through which something is changed, one dependency, or nothing. */
const STAND_ON: Readonly<Record<ActionName, 'service' | 'api' | DependencyName | 'nothing'>> = {
  restart_process: 'service',
  reload_process: 'service',
  vacuum_tables: 'database',
  maintain_tables: 'database',
  trim_logs: 'nothing',
  deactivate_schedule: 'api',
  archive_content: 'api',
  archive_oldest_inactive: 'api',
  reconnect_display: 'api',
  reset_display: 'api',
};

/** What the target of a decision stands on; of an app that is no service nothing is known. */
export function standsOn({ repair, look }: Pick<GateContext, 'repair' | 'look'>): StandsOn {
  const named = STAND_ON[repair.action];
  switch (named) {
    case 'service': {
      const service = SERVICES.find((name) => look.apps[name] === appOf(repair.target));
      return { dependencies: service === undefined ? [] : DEPENDENCIES_OF[service], api: false };
    }
    case 'api':
      return { dependencies: DEPENDENCIES_OF.middleware, api: true };
    case 'nothing':
      return { dependencies: [], api: false };
    default:
      return { dependencies: [named], api: false };
  }
}

import type { Agent } from '../agent.ts';
import { contentLifecycle } from './content-lifecycle.ts';
import { dbMaintainer } from './db-maintainer.ts';
import { fleetManager } from './fleet-manager.ts';
import { healthGuardian } from './health-guardian.ts';
import { opsReporter } from './ops-reporter.ts';
import { scheduleDoctor } from './schedule-doctor.ts';

/** Every agent there is. */
export const agents: readonly Agent[] = [
  healthGuardian,
  contentLifecycle,
  fleetManager,
  scheduleDoctor,
  opsReporter,
  dbMaintainer,
];

import type { Agent } from '../agent.ts';
import { healthGuardian } from './health-guardian.ts';
import { opsReporter } from './ops-reporter.ts';
import { scheduleDoctor } from './schedule-doctor.ts';

/** Every agent there is. */
export const agents: readonly Agent[] = [healthGuardian, scheduleDoctor, opsReporter];

import type { Agent } from '../agent.ts';
import { dbMaintainer } from './db-maintainer.ts';
import { healthGuardian } from './health-guardian.ts';
import { scheduleDoctor } from './schedule-doctor.ts';

/** Every agent there is. */
export const agents: readonly Agent[] = [healthGuardian, scheduleDoctor, dbMaintainer];

import type { Action } from '../action.ts';
import { archiveContent } from './archive-content.ts';
import { archiveOldestInactive } from './archive-oldest-inactive.ts';
import { deactivateSchedule } from './deactivate-schedule.ts';
import { maintainTables } from './maintain-tables.ts';
import { reconnectDisplay } from './reconnect-display.ts';
import { reloadProcess } from './reload-process.ts';
import { resetDisplay } from './reset-display.ts';
import { restartProcess } from './restart-process.ts';
import { trimLogs } from './trim-logs.ts';
import { vacuumTables } from './vacuum-tables.ts';

/** Every action there is. */
export const actions: readonly Action[] = [
  restartProcess,
  reloadProcess,
  vacuumTables,
  maintainTables,
  trimLogs,
  deactivateSchedule,
  archiveContent,
  archiveOldestInactive,
  reconnectDisplay,
  resetDisplay,
];

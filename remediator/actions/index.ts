import type { Action } from '../action.ts';
import { deactivateSchedule } from './deactivate-schedule.ts';
import { reconnectDisplay } from './reconnect-display.ts';
import { resetDisplay } from './reset-display.ts';
import { restartProcess } from './restart-process.ts';

/** Every action there is. */
export const actions: readonly Action[] = [
  restartProcess,
  deactivateSchedule,
  reconnectDisplay,
  resetDisplay,
];

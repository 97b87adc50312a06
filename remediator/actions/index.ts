import type { Action } from '../action.ts';
import { deactivateSchedule } from './deactivate-schedule.ts';
import { reloadProcess } from './reload-process.ts';
import { restartProcess } from './restart-process.ts';

/** Every action there is. */
export const actions: readonly Action[] = [restartProcess, reloadProcess, deactivateSchedule];

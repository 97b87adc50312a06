import type { Action } from '../action.ts';
import { archiveContent } from './archive-content.ts';
import { archiveOldestInactive } from './archive-oldest-inactive.ts';
import { deactivateSchedule } from './deactivate-schedule.ts';
import { restartProcess } from './restart-process.ts';

/** Every action there is. */
export const actions: readonly Action[] = [
  restartProcess,
  deactivateSchedule,
  archiveContent,
  archiveOldestInactive,
];

import type { z } from 'zod';
import type { Actions } from '../../core/config/policies.ts';
import { type Need, needs } from './need.ts';

/** Actions of which the remediator knows no policy yet; what they need is told all the same. */
type Planned = 'archive_content';

/** What each action asks of the API: the list for the population, the row before and after, and the write itself. */
export const ACTION_NEEDS = {
  restart_process: needs(),
  deactivate_schedule: needs('listSchedules', 'getSchedule', 'getDisplay', 'updateSchedule'),
  archive_content: needs('listContents', 'getContent', 'archiveContent', 'restoreContent'),
  reset_display: needs('listDisplays', 'getDisplay', 'updateDisplay'),
  reconnect_display: needs('listDisplays', 'getDisplay', 'sendFleetCommand'),
} as const satisfies Record<keyof z.output<typeof Actions> | Planned, readonly Need[]>;

export type ProbedAction = keyof typeof ACTION_NEEDS;

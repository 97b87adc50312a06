import type { z } from 'zod';
import type { Actions } from '../../core/config/policies.ts';
import { type Need, needs } from './need.ts';

/** What each action asks of the API: the list for the population, the row before and after, and the write itself. */
export const ACTION_NEEDS = {
  restart_process: needs(),
  reload_process: needs(),
  vacuum_tables: needs(),
  maintain_tables: needs(),
  trim_logs: needs(),
  deactivate_schedule: needs('listSchedules', 'getSchedule', 'getDisplay', 'updateSchedule'),
  archive_content: needs('listContents', 'listPlaylists', 'getContent', 'archiveContent', 'restoreContent'),
  archive_oldest_inactive: needs('storage', 'listContents', 'getContent', 'archiveContent', 'restoreContent'),
  reset_display: needs('listDisplays', 'getDisplay', 'updateDisplay'),
  reconnect_display: needs('listDisplays', 'getDisplay', 'sendFleetCommand'),
} as const satisfies Record<keyof z.output<typeof Actions>, readonly Need[]>;

export type ProbedAction = keyof typeof ACTION_NEEDS;

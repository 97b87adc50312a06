import { scheduleOrphaned } from '../../core/checks/schedule-orphaned.ts';
import { schedulePastEnd } from '../../core/checks/schedule-past-end.ts';
import type { Finding } from '../../core/verdict.ts';
import type { Looking, ScheduleSeen } from '../action.ts';

/** One answer may be a slip. */
const ANSWERS_UNTIL_GONE = 2;
const BETWEEN_ANSWERS_MS = 2_000;

interface Tools extends Pick<Looking, 'clock'> {
  displays(org: string): Displays;
}
type Displays = Pick<ReturnType<Looking['displays']>, 'getDisplay'>;

/**
 * Judges a schedule by the predicate of the incident that is to be repaired; its display is asked for where that counts.
 *
 * @param answers how often the display must be said not to exist
 */
export async function judgeSchedule(
  { incident, org }: { readonly incident: string; readonly org: string },
  schedule: ScheduleSeen,
  tools: Tools,
  answers = ANSWERS_UNTIL_GONE,
): Promise<Finding> {
  const { clock } = tools;
  if (incident !== 'schedule_orphaned') return schedulePastEnd(schedule, clock.now());
  const { isActive, displayId } = schedule;
  const gone =
    isActive && displayId !== null ? await isGone(displayId, tools.displays(org), clock, answers) : false;
  return scheduleOrphaned(schedule, gone, clock.now());
}

/** Null where it could not be asked for. */
async function isGone(
  id: string,
  displays: Displays,
  clock: Looking['clock'],
  answers: number,
): Promise<boolean | null> {
  for (let answer = 1; ; answer++) {
    try {
      if ((await displays.getDisplay(id)) !== null) return false;
    } catch {
      // What keeps it from being read says nothing about the display.
      return null;
    }
    if (answer === answers) return true;
    await clock.sleep(BETWEEN_ANSWERS_MS);
  }
}

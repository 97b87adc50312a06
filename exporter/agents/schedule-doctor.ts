import { schedulePastEnd } from '../../core/checks/schedule-past-end.ts';
import type { Target } from '../../core/target.ts';
import { unknown } from '../../core/verdict.ts';
import { covered, defineAgent, judge, notCovered } from '../agent.ts';

/** Finds schedules that still claim a screen after they were meant to end. */
export const scheduleDoctor = defineAgent({
  name: 'schedule-doctor',
  needs: ['schedules'],
  raises: ['schedule_past_end'],
  *inspect({ schedules }, { platformNow: now }) {
    for (const { org, scan } of schedules) {
      if (scan.complete) {
        yield covered('schedule_past_end', org);
        for (const schedule of scan.items) {
          yield judge('schedule_past_end', targetOf(schedule, org), schedulePastEnd(schedule, now));
        }
      } else {
        const detail = `${scan.reason}: ${scan.detail}`;
        yield notCovered('schedule_past_end', org, 'scan_incomplete', detail);
        for (const schedule of scan.items) {
          yield judge('schedule_past_end', targetOf(schedule, org), unknown('scan_incomplete', detail));
        }
      }
    }
  },
});

type Named = { readonly id: string; readonly name: string };

const targetOf = ({ id, name }: Named, org: string): Target => ({ kind: 'schedule', id, org, name });

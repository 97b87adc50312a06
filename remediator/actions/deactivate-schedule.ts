import { z } from 'zod';
import { defineAction, OrganisationLabel, sightOfNothing } from '../action.ts';
import { judgeSchedule } from './judge-schedule.ts';

const Params = z.object({
  incident: z.string(),
  org: OrganisationLabel,
  target_kind: z.literal('schedule'),
  target_id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/),
});

/**
 * Switches off a schedule whose end date has passed, or whose display does not exist, unless it was changed after the
 * evidence.
 */
export const deactivateSchedule = defineAction({
  name: 'deactivate_schedule',
  incidents: ['schedule_past_end', 'schedule_orphaned'],
  undo: {
    means: 'the schedule is switched on again',
    async perform({ org, target_id }, { before, after }, act, leave) {
      const schedules = act.schedules(org);
      const present = await schedules.getSchedule(target_id);
      if (present === null) return { kind: 'called_off', detail: 'the schedule is gone' };
      if (present.isActive || before['is_active'] !== true) {
        return { kind: 'called_off', detail: 'the schedule is active, as it was before' };
      }
      // Where nobody could look after the act, there is nothing to compare with.
      const asLeft = after?.['updated_at'] ?? present.updatedAt;
      if (present.updatedAt !== asLeft) {
        return { kind: 'called_off', detail: `it was changed at ${present.updatedAt}, after the act` };
      }
      const refusal = await leave.refusal();
      if (refusal !== null) return { kind: 'refused', detail: refusal };
      await schedules.setScheduleActive(target_id, true, leave.signal);
      return { kind: 'done' };
    },
  },
  inOrganisation: true,
  params: Params,
  plan: z.object({ updated_at: z.string() }),

  canonicalTarget: ({ target_id }) => `schedule/${target_id}`,

  async exists({ org, target_id }, look) {
    const schedule = await look.schedules(org).getSchedule(target_id);
    return schedule === null
      ? { found: false, saw: 'the platform knows no such schedule' }
      : { found: true, saw: 'read by its id' };
  },

  population: ({ org }, look) => look.schedules(org).countSchedules(),

  async sight(params, look) {
    const schedule = await look.schedules(params.org).getSchedule(params.target_id);
    if (schedule === null) return sightOfNothing('the platform knows no such schedule');
    const { isActive, endDate, displayId, updatedAt } = schedule;
    const finding = await judgeSchedule(params, schedule, look);
    const readAt = new Date(look.clock.now()).toISOString();
    return {
      finding,
      plan: { updated_at: updatedAt },
      evidence: { read_at: readAt, end_date: endDate, display_id: displayId, updated_at: updatedAt },
      before: { is_active: isActive },
      restsOn: { is_active: isActive, end_date: endDate, display_id: displayId },
    };
  },

  async execute(params, plan, act, leave) {
    const schedules = act.schedules(params.org);
    const present = await schedules.getSchedule(params.target_id);
    if (present === null) return { kind: 'called_off', detail: 'the schedule is gone' };
    if (present.updatedAt !== plan.updated_at) {
      return { kind: 'called_off', detail: `it was changed at ${present.updatedAt}, after the evidence` };
    }
    // The evidence has it twice; what comes between the look and the write is to be short.
    if ((await judgeSchedule(params, present, act, 1)).verdict !== 'bad') {
      return { kind: 'called_off', detail: NO_FAULT[params.incident] ?? 'the fault is not there any more' };
    }
    const refusal = await leave.refusal();
    if (refusal !== null) return { kind: 'refused', detail: refusal };
    await schedules.setScheduleActive(params.target_id, false, leave.signal);
    return { kind: 'done' };
  },

  watch: (params, look) => async () => {
    const schedule = await look.schedules(params.org).getSchedule(params.target_id);
    if (schedule === null) {
      return { finding: { verdict: 'good', detail: 'it is gone' }, steady: '', after: { exists: false } };
    }
    const { isActive, endDate, updatedAt } = schedule;
    return {
      finding: await judgeSchedule(params, schedule, look),
      steady: '',
      after: { is_active: isActive, end_date: endDate, updated_at: updatedAt },
    };
  },
});

const NO_FAULT: Readonly<Record<string, string>> = {
  schedule_past_end: 'it is not past its end any more',
  schedule_orphaned: 'that its display does not exist cannot be said any more',
};

import { z } from 'zod';
import { schedulePastEnd } from '../../core/checks/schedule-past-end.ts';
import { defineAction } from '../action.ts';

/** Switches off a schedule whose end date has passed, unless it was changed after the evidence. */
export const deactivateSchedule = defineAction({
  name: 'deactivate_schedule',
  incidents: ['schedule_past_end'],
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
  params: z.object({
    incident: z.string(),
    org: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
    target_kind: z.literal('schedule'),
    target_id: z.string().regex(/^[A-Za-z0-9-]{1,64}$/),
  }),
  plan: z.object({ updated_at: z.string() }),

  canonicalTarget: ({ target_id }) => `schedule/${target_id}`,

  async exists({ org, target_id }, look) {
    const schedule = await look.schedules(org).getSchedule(target_id);
    return schedule === null
      ? { found: false, saw: 'the platform knows no such schedule' }
      : { found: true, saw: 'read by its id' };
  },

  population: ({ org }, look) => look.schedules(org).countSchedules(),

  async sight({ org, target_id }, look) {
    const schedule = await look.schedules(org).getSchedule(target_id);
    if (schedule === null) {
      const gone = { reason: 'target_unknown', saw: 'the platform knows no such schedule' } as const;
      return { finding: { verdict: 'good' }, objection: gone, plan: null, evidence: {}, before: {} };
    }
    const { isActive, endDate, updatedAt } = schedule;
    const now = look.clock.now();
    return {
      finding: schedulePastEnd(schedule, now),
      plan: { updated_at: updatedAt },
      evidence: { read_at: new Date(now).toISOString(), end_date: endDate, updated_at: updatedAt },
      before: { is_active: isActive },
      restsOn: { is_active: isActive, end_date: endDate },
    };
  },

  async execute({ org, target_id }, plan, act, leave) {
    const schedules = act.schedules(org);
    const present = await schedules.getSchedule(target_id);
    if (present === null) return { kind: 'called_off', detail: 'the schedule is gone' };
    if (present.updatedAt !== plan.updated_at) {
      return { kind: 'called_off', detail: `it was changed at ${present.updatedAt}, after the evidence` };
    }
    if (schedulePastEnd(present, act.clock.now()).verdict !== 'bad') {
      return { kind: 'called_off', detail: 'it is not past its end any more' };
    }
    const refusal = await leave.refusal();
    if (refusal !== null) return { kind: 'refused', detail: refusal };
    await schedules.setScheduleActive(target_id, false, leave.signal);
    return { kind: 'done' };
  },

  watch:
    ({ org, target_id }, look) =>
    async () => {
      const schedule = await look.schedules(org).getSchedule(target_id);
      if (schedule === null) {
        return { finding: { verdict: 'good', detail: 'it is gone' }, steady: '', after: { exists: false } };
      }
      const { isActive, endDate, updatedAt } = schedule;
      return {
        finding: schedulePastEnd(schedule, look.clock.now()),
        steady: '',
        after: { is_active: isActive, end_date: endDate, updated_at: updatedAt },
      };
    },
});

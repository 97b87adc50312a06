import { z } from 'zod';
import { displayError } from '../../core/checks/display-error.ts';
import { unknown } from '../../core/verdict.ts';
import { defineAction, type Sighting } from '../action.ts';
import { displayTarget, goneDisplay, objectionToDisabled, shownDisplay } from './display-target.ts';

/** It is watched for minutes, and each look is a request. */
const BETWEEN_LOOKS_MS = 60_000;

/**
 * Sets a display that is in error to offline, the one neutral status that the platform takes: its next heartbeat makes
 * it online, and a fault that is real puts it into error again.
 */
export const resetDisplay = defineAction({
  ...displayTarget,
  name: 'reset_display',
  incidents: ['display_error'],
  undo: null,
  // A heartbeat moves it, too: then there is more to know than the evidence does.
  plan: z.object({ updated_at: z.string() }),
  betweenLooks: BETWEEN_LOOKS_MS,

  async sight({ org, target_id }, look) {
    const display = await look.displays(org).getDisplay(target_id);
    if (display === null) return goneDisplay;
    const { status, isDisabled, updatedAt } = display;
    const before = shownDisplay(display);
    const readAt = new Date(look.clock.now()).toISOString();
    const sighting: Sighting = {
      finding: displayError(display),
      plan: { updated_at: updatedAt },
      evidence: { ...before, read_at: readAt, updated_at: updatedAt },
      before,
      restsOn: { status, is_disabled: isDisabled },
    };
    const objection = objectionToDisabled(display);
    return objection === undefined ? sighting : { ...sighting, objection };
  },

  async execute({ org, target_id }, plan, act, leave) {
    const displays = act.displays(org);
    const present = await displays.getDisplay(target_id);
    if (present === null) return { kind: 'called_off', detail: 'the display is gone' };
    if (present.updatedAt !== plan.updated_at) {
      return { kind: 'called_off', detail: `it was changed at ${present.updatedAt}, after the evidence` };
    }
    if (displayError(present).verdict !== 'bad') {
      return { kind: 'called_off', detail: 'it is not in error any more' };
    }
    const refusal = await leave.refusal();
    if (refusal !== null) return { kind: 'refused', detail: refusal };
    await displays.setDisplayStatus(target_id, 'offline', leave.signal);
    return { kind: 'done' };
  },

  watch:
    ({ org, target_id }, look, done) =>
    async () => {
      const display = await look.displays(org).getDisplay(target_id);
      if (display === null) {
        return { finding: { verdict: 'good', detail: 'it is gone' }, steady: '', after: { exists: false } };
      }
      // A display that somebody disabled since is nobody's worry, and says nothing about the act.
      const objection = done === undefined ? undefined : objectionToDisabled(display);
      const finding = objection === undefined ? displayError(display) : unknown('unavailable', objection.saw);
      return { finding, steady: '', after: shownDisplay(display) };
    },
});

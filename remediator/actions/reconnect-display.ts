import { z } from 'zod';
import { displayOffline } from '../../core/checks/display-offline.ts';
import { displayState, isUnpaired } from '../../core/checks/display-state.ts';
import { bad, type Finding, unknown } from '../../core/verdict.ts';
import { type DisplaySeen, defineAction, type Looking, type Sighting } from '../action.ts';
import { displayTarget, goneDisplay, objectionToDisabled, shownDisplay, targetOf } from './display-target.ts';
import { objectionOfPlace } from './silent-place.ts';

/** Heartbeats are written about once a minute, and each look is a request. */
const BETWEEN_LOOKS_MS = 60_000;

/**
 * Asks a display that has fallen silent to load its player anew, while that may still reach it and its place is not
 * silent as a whole: the platform offers no other way to reach for a display.
 */
export const reconnectDisplay = defineAction({
  ...displayTarget,
  name: 'reconnect_display',
  incidents: ['display_offline'],
  undo: null,
  plan: z.object({ last_heartbeat: z.string() }),
  betweenLooks: BETWEEN_LOOKS_MS,

  /** Those that have been silent for longer than a command helps have been told before, and belong to no wave. */
  async brokenIn(org, look) {
    const displays = look.displays(org);
    const list = await displays.listDisplays();
    if (!list.complete) return null;
    const to = displays.platformNow();
    const read = { from: list.at - (look.clock.now() - to), to };
    const { after } = look.checks.display_offline;
    const { silent_until: until } = look.policies.reconnect_display;
    return list.items
      .filter((display) => {
        const state = displayState(display, read, after);
        return state.kind === 'silent' && to - state.heartbeat < until;
      })
      .map(({ id }) => targetOf(id));
  },

  async sight({ org, target_id }, look) {
    const displays = look.displays(org);
    const from = displays.platformNow();
    const display = await displays.getDisplay(target_id);
    if (display === null) return goneDisplay;
    const now = displays.platformNow();
    const finding = displayOffline(display, { from, to: now }, look.checks.display_offline.after);
    const { lastHeartbeat, isDisabled, location, updatedAt } = display;
    const before = shownDisplay(display);
    const sighting: Sighting = {
      finding,
      plan: lastHeartbeat === null ? null : { last_heartbeat: lastHeartbeat },
      evidence: { ...before, read_at: new Date(now).toISOString(), location, updated_at: updatedAt },
      before,
      restsOn: { last_heartbeat: lastHeartbeat, is_disabled: isDisabled },
    };
    let objection = objectionToUnseen(display);
    if (finding.verdict === 'bad') objection ??= objectionOfWindow(now - (finding.since ?? now), look);
    if (finding.verdict === 'bad') objection ??= await objectionOfPlace(display, org, look);
    return objection === undefined ? sighting : { ...sighting, objection };
  },

  async execute({ org, target_id }, { last_heartbeat }, act, leave) {
    const displays = act.displays(org);
    const from = displays.platformNow();
    const present = await displays.getDisplay(target_id);
    if (present === null) return { kind: 'called_off', detail: 'the display is gone' };
    if (present.lastHeartbeat !== last_heartbeat) {
      return {
        kind: 'called_off',
        detail: `it was heard of at ${present.lastHeartbeat}, after the evidence`,
      };
    }
    const read = { from, to: displays.platformNow() };
    if (displayOffline(present, read, act.checks.display_offline.after).verdict !== 'bad') {
      return { kind: 'called_off', detail: 'it is not among those that should be heard of any more' };
    }
    const refusal = await leave.refusal();
    if (refusal !== null) return { kind: 'refused', detail: refusal };
    const told = await displays.reloadDisplay(target_id, leave.signal);
    const { devicesDelivered: delivered, devicesTargeted: targeted, devicesQueued: queued } = told;
    return {
      kind: 'done',
      reported: `devicesDelivered ${delivered} of ${targeted}, devicesQueued ${queued}`,
    };
  },

  watch({ org, target_id }, look, done) {
    const displays = look.displays(org);
    return async () => {
      const from = displays.platformNow();
      const display = await displays.getDisplay(target_id);
      if (display === null) {
        return { finding: { verdict: 'good', detail: 'it is gone' }, steady: '', after: { exists: false } };
      }
      const to = displays.platformNow();
      const found = displayOffline(display, { from, to }, look.checks.display_offline.after);
      const skew = look.clock.now() - to;
      const finding = done === undefined ? found : sinceTheAct(found, display, done.intent_at - skew);
      return { finding, steady: '', after: shownDisplay(display) };
    };
  },
});

/** Only what was heard of it after the act speaks for the act, and one that nobody waits for any more tells nothing. */
function sinceTheAct(found: Finding, display: DisplaySeen, actedAt: number): Finding {
  if (found.verdict !== 'good') return found;
  const objection = objectionToUnseen(display);
  if (objection !== undefined) return unknown('unavailable', objection.saw);
  return Date.parse(display.lastHeartbeat ?? '') > actedAt
    ? found
    : bad(`last heard of at ${display.lastHeartbeat}, before the act`);
}

/** People want it silent, or have not put it up yet. */
function objectionToUnseen(display: DisplaySeen): Sighting['objection'] {
  const { status, lastHeartbeat } = display;
  if (display.isDisabled) return objectionToDisabled(display);
  if (status === 'pairing' || isUnpaired(display)) {
    return { reason: 'not_in_service', saw: 'the display is not paired' };
  }
  return lastHeartbeat === null
    ? { reason: 'not_in_service', saw: 'the display was never heard of' }
    : undefined;
}

/** A short silence may end by itself; after a long one a command reaches nobody. */
function objectionOfWindow(silentFor: number, { policies }: Looking): Sighting['objection'] {
  const { silent_from: from, silent_until: until } = policies.reconnect_display;
  const saw = `silent for ${silentFor / 1_000} s`;
  if (silentFor <= from)
    return { reason: 'silent_too_briefly', saw: `${saw}, more than ${from / 1_000} s asked` };
  if (silentFor >= until)
    return { reason: 'silent_too_long', saw: `${saw}, less than ${until / 1_000} s asked` };
  return undefined;
}

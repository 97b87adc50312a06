import { bad, type Finding, good, unknown } from '../verdict.ts';
import { type HeardDisplay, isUnpaired } from './display-state.ts';
import { type DatedSchedule, isOver, scheduleState } from './schedule-state.ts';

type AimedDisplay = Pick<HeardDisplay, 'isDisabled' | 'pairedAt' | 'unpairedAt' | 'lastHeartbeat'>;

/** What a schedule aims at, as far as it was found. A display that is gone is another fault. */
export type Aim =
  | { readonly kind: 'display'; readonly display: AimedDisplay | 'gone' | null }
  | { readonly kind: 'group'; readonly members: number | null };

/** Does a schedule aim at what cannot show it: an empty group, a display that is disabled or not paired? */
export function scheduleTargetUnreachable(schedule: DatedSchedule, aim: Aim, now: number): Finding {
  if (isOver(scheduleState(schedule, now))) return good;
  if (aim.kind === 'group') {
    if (aim.members === null) return unknown('not_readable', 'its group was not found');
    return aim.members === 0 ? bad('its group has no display') : good;
  }
  const { display } = aim;
  if (display === null) return unknown('not_readable', 'its display was not found');
  if (display === 'gone') return good;
  if (display.isDisabled) return bad('its display is disabled');
  return isPaired(display) ? good : bad('its display is not paired');
}

/** Only what was paired can be heard of: the date of an early pairing may be missing. */
const isPaired = (display: AimedDisplay): boolean =>
  !isUnpaired(display) && (display.pairedAt !== null || display.lastHeartbeat !== null);

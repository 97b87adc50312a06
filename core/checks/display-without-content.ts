import { bad, type Finding, good, unknown } from '../verdict.ts';
import type { DisplayState } from './display-state.ts';
import { type EffectiveContent, effectiveContent, type ProgrammeDisplay } from './effective-content.ts';
import { anyDeliverable, type Deliverable } from './item-deliverable.ts';
import type { Programme } from './programme.ts';

/**
 * Is the display heard of, and has nothing to show?
 *
 * @param outsideHours whether it counts when its schedules show something at other hours only
 */
export function displayWithoutContent(
  display: ProgrammeDisplay,
  state: DisplayState,
  programme: Programme,
  outsideHours: boolean,
): Finding {
  if (state.kind === 'unknown') return unknown('unparseable_date', state.detail);
  if (state.kind !== 'heard') return good;
  const shown = effectiveContent(display, programme);
  if (shown.doubt !== null) return unknown(shown.doubt.reason, shown.doubt.detail);
  if (shown.source === 'none') {
    return nothingNow(outsideHours ? 'no' : atOtherHours(display, programme));
  }
  return ofDeliverable(shown);
}

function ofDeliverable({ deliverable, ambiguous, source, scheduleId }: EffectiveContent): Finding {
  if (deliverable === 'yes') return good;
  if (deliverable === 'unknown') {
    return ambiguous
      ? unknown('ambiguous', 'schedules of equal priority claim it, and not all show something')
      : unknown('detail_unknown', 'whether anything of its playlist is delivered');
  }
  const whose = source === 'schedule' ? `of schedule ${scheduleId}` : 'that it was given';
  return bad(`nothing in the playlist ${whose} is delivered`);
}

function nothingNow(later: Deliverable): Finding {
  if (later === 'yes') return good;
  if (later === 'unknown')
    return unknown('detail_unknown', 'whether its schedules show something at other hours');
  return bad('no schedule claims it, and it has no playlist');
}

/** What begins later is no plan for a screen that hangs there now. */
const SOON_MS = 7 * 86_400_000;

/** A screen that is dark at night is meant to be: does any schedule of it show something at some hour, at last soon? */
function atOtherHours({ id }: ProgrammeDisplay, programme: Programme): Deliverable {
  return anyDeliverable(
    programme
      .claimsOn(id)
      .filter(({ schedule }) => schedule.daysOfWeek.length > 0)
      .filter(
        ({ schedule, state }) =>
          state !== 'to_come' || Date.parse(schedule.startDate) - programme.now <= SOON_MS,
      )
      .map(({ schedule, state }) =>
        state === 'unreadable' ? 'unknown' : (programme.playlist(schedule.playlistId) ?? 'no'),
      ),
  );
}

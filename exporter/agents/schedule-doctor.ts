import { ANYWHERE, offsetsOf } from '../../core/checks/offsets.ts';
import { playlistDeliverable } from '../../core/checks/playlist-deliverable.ts';
import { scheduleEmptyPlaylist } from '../../core/checks/schedule-empty-playlist.ts';
import { scheduleOrphaned } from '../../core/checks/schedule-orphaned.ts';
import { schedulePastEnd } from '../../core/checks/schedule-past-end.ts';
import { isOver, scheduleState } from '../../core/checks/schedule-state.ts';
import { type Aim, scheduleTargetUnreachable } from '../../core/checks/schedule-target-unreachable.ts';
import type { Target } from '../../core/target.ts';
import type { Finding } from '../../core/verdict.ts';
import { covered, defineAgent, judge, notCovered, type Snapshot } from '../agent.ts';
import { gapIn, type ItemOf, itemsOf, type ListName, ofOrganisation } from './organisation-lists.ts';
import { conflictsAmong } from './schedule-conflicts.ts';

type Schedule = ItemOf<'schedules'>;
type Sections = Pick<Snapshot, (typeof NEEDS)[number]>;

const NEEDS = [
  'schedules',
  'displays',
  'displayGroups',
  'playlists',
  'contentExpiries',
  'missingDisplays',
] as const;

/** What each check needs beside the schedules themselves: without it a schedule that is not over gets no verdict. */
const NEEDED_LISTS = {
  schedule_past_end: [],
  schedule_orphaned: ['displays'],
  schedule_target_unreachable: ['displays', 'displayGroups'],
  schedule_empty_playlist: ['playlists'],
  schedule_conflict: ['displayGroups'],
} as const satisfies Record<string, readonly ListName[]>;

type Check = keyof typeof NEEDED_LISTS;
const CHECKS = Object.keys(NEEDED_LISTS) as readonly Check[];

/** Finds schedules that claim a screen after their end, or that no screen can follow as they were meant. */
export const scheduleDoctor = defineAgent({
  name: 'schedule-doctor',
  needs: NEEDS,
  raises: CHECKS,
  *inspect(sections, { platformNow: now }) {
    for (const { org, scan } of sections.schedules) {
      const cut = gapIn(sections, org, ['schedules']);
      const judges = judgesIn(sections, org, now);
      for (const check of CHECKS) {
        const gap = gapIn(sections, org, NEEDED_LISTS[check]);
        yield cut === null ? covered(check, org) : notCovered(check, org, cut.reason, cut.detail);
        for (const schedule of scan.items) {
          const blind = cut ?? (isOver(scheduleState(schedule, now)) ? null : gap);
          yield judge(check, targetOf(schedule, org), blind ?? judges[check](schedule));
        }
      }
    }
  },
});

/** How each check judges a schedule of this organisation; what they look up is made ready once. */
function judgesIn(
  sections: Sections,
  org: string,
  now: number,
): Readonly<Record<Check, (schedule: Schedule) => Finding>> {
  const displays = new Map(itemsOf(sections.displays, org).map((display) => [display.id, display]));
  const whole = gapIn(sections, org, ['displays']) === null;
  const offsets = whole
    ? offsetsOf(
        [...displays.values()].map(({ timezone }) => timezone),
        now,
      )
    : ANYWHERE;
  const groups = itemsOf(sections.displayGroups, org);
  const members = new Map(groups.map(({ id, displayIds }) => [id, displayIds.length]));
  const expiries = ofOrganisation(sections.contentExpiries, org);
  const playlists = new Map(
    itemsOf(sections.playlists, org).map(({ id, items }) => {
      const deliverable = playlistDeliverable(items, (contentId) => expiries?.expiresAt(contentId), now);
      return [id, { size: items.length, deliverable }];
    }),
  );

  function isGone(displayId: string): boolean | null {
    if (displays.has(displayId)) return false;
    return ofOrganisation(sections.missingDisplays, org)?.isGone(displayId) ?? null;
  }

  function aimOf({ displayId, displayGroupId }: Schedule): Aim {
    if (displayId === null) return { kind: 'group', members: members.get(displayGroupId ?? '') ?? null };
    const display = displays.get(displayId) ?? (isGone(displayId) ? 'gone' : null);
    return { kind: 'display', display };
  }

  return {
    schedule_past_end: (schedule) => schedulePastEnd(schedule, now),
    schedule_orphaned: (schedule) =>
      scheduleOrphaned(schedule, schedule.displayId === null ? false : isGone(schedule.displayId), now),
    schedule_target_unreachable: (schedule) => scheduleTargetUnreachable(schedule, aimOf(schedule), now),
    schedule_empty_playlist: (schedule) =>
      scheduleEmptyPlaylist(schedule, playlists.get(schedule.playlistId) ?? null, now),
    schedule_conflict: conflictsAmong(itemsOf(sections.schedules, org), groups, offsets, now),
  };
}

const targetOf = ({ id, name }: Schedule, org: string): Target => ({ kind: 'schedule', id, org, name });

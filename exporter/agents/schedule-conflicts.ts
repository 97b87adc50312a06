import {
  areInConflict,
  type ConflictingSchedule,
  type Rival,
  rivalOf,
} from '../../core/checks/schedule-conflict.ts';
import type { OffsetRange } from '../../core/checks/schedule-window.ts';
import { readableName } from '../../core/target.ts';
import { bad, type Finding, good, unknown } from '../../core/verdict.ts';
import { type AimedGroup, meetings } from './schedule-meetings.ts';

interface AimedSchedule extends ConflictingSchedule {
  readonly name: string;
  readonly displayId: string | null;
  readonly displayGroupId: string | null;
}

/** By priority, and then in the order of their ids. */
type Rivals = ReadonlyMap<number, readonly Rival<AimedSchedule>[]>;

/**
 * Judges schedules against all others that aim at a display of theirs, directly or through a group. Of two that are in
 * conflict the one with the smaller id is bad, and names the other; of several others the first.
 *
 * @param offsets of the clocks at the displays
 */
export function conflictsAmong(
  schedules: readonly AimedSchedule[],
  groups: readonly AimedGroup[],
  offsets: OffsetRange,
  now: number,
): (schedule: AimedSchedule) => Finding {
  const rivals = schedules
    .map((schedule) => rivalOf(schedule, now))
    .filter((rival) => rival !== null)
    .sort((a, b) => (a.schedule.id < b.schedule.id ? -1 : 1));
  const found = new Map<string, AimedSchedule>();
  const undecided = new Set<string>();

  /** Looks for the first conflict of each with one whose id is larger. */
  function search(some: Rivals, others: Rivals): void {
    for (const [priority, equals] of some) {
      const opponents = others.get(priority) ?? [];
      for (const rival of equals) searchFor(rival, opponents);
    }
  }

  function searchFor(rival: Rival<AimedSchedule>, opponents: readonly Rival<AimedSchedule>[]): void {
    const { id } = rival.schedule;
    const known = found.get(id)?.id;
    for (let i = firstAfter(opponents, id); i < opponents.length; i += 1) {
      const other = opponents[i];
      if (other === undefined || (known !== undefined && other.schedule.id >= known)) return;
      const conflict = areInConflict(rival, other, offsets);
      if (conflict === null) undecided.add(id);
      if (conflict !== true) continue;
      found.set(id, other.schedule);
      return;
    }
  }

  for (const [some, others] of meetings(rivals, groups)) {
    search(some, others);
    if (some !== others) search(others, some);
  }
  return ({ id }) => {
    const other = found.get(id);
    if (other !== undefined) {
      return bad(`claims the same hours with the same priority as ${readableName(other.name)} (${other.id})`);
    }
    return undecided.has(id) ? unknown('unparseable_date', 'a date that decides cannot be read') : good;
  };
}

/** Where those with a larger id begin. */
function firstAfter(rivals: readonly Rival<AimedSchedule>[], id: string): number {
  let from = 0;
  let to = rivals.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((rivals[middle]?.schedule.id ?? '') > id) to = middle;
    else from = middle + 1;
  }
  return from;
}

import {
  areInConflict,
  type ConflictingSchedule,
  type Rival,
  rivalOf,
} from '../../core/checks/schedule-conflict.ts';
import { readableName } from '../../core/target.ts';
import { bad, type Finding, good, unknown } from '../../core/verdict.ts';

interface AimedSchedule extends ConflictingSchedule {
  readonly name: string;
  readonly displayId: string | null;
  readonly displayGroupId: string | null;
}

interface Group {
  readonly id: string;
  readonly displayIds: readonly string[];
}

/**
 * Judges schedules against all others that aim at a display of theirs, directly or through a group. Of two that are in
 * conflict the one with the smaller id is bad.
 *
 * Every two displays or groups that share a display are compared once, however many displays they share.
 */
export function conflictsAmong(
  schedules: readonly AimedSchedule[],
  groups: readonly Group[],
  now: number,
): (schedule: AimedSchedule) => Finding {
  const found = new Map<string, AimedSchedule>();
  const undecided = new Set<string>();
  const note = (a: Rival<AimedSchedule>, b: Rival<AimedSchedule>) => {
    const conflict = areInConflict(a, b);
    if (conflict === false) return;
    const [smaller, larger] = a.schedule.id < b.schedule.id ? [a, b] : [b, a];
    const known = found.get(smaller.schedule.id);
    if (conflict === null) undecided.add(smaller.schedule.id);
    else if (known === undefined || larger.schedule.id < known.id)
      found.set(smaller.schedule.id, larger.schedule);
  };
  for (const [some, others] of meetings(schedules, groups, now)) {
    some.forEach((rival, i) => {
      const opponents = some === others ? some.slice(i + 1) : others;
      for (const other of opponents) if (other.schedule !== rival.schedule) note(rival, other);
    });
  }
  return ({ id }) => {
    const other = found.get(id);
    if (other !== undefined) {
      return bad(`claims the same hours with the same priority as ${readableName(other.name)} (${other.id})`);
    }
    return undecided.has(id) ? unknown('unparseable_date', 'a date that decides cannot be read') : good;
  };
}

type Rivals = readonly Rival<AimedSchedule>[];

/** All pairs of what schedules aim at that meet on a display, each with itself too, as the rivals that aim there. */
function* meetings(
  schedules: readonly AimedSchedule[],
  groups: readonly Group[],
  now: number,
): Iterable<readonly [Rivals, Rivals]> {
  const rivals = schedules.map((schedule) => rivalOf(schedule, now)).filter((rival) => rival !== null);
  const direct = Map.groupBy(rivals, ({ schedule }) => schedule.displayId);
  const grouped = Map.groupBy(rivals, ({ schedule }) => schedule.displayGroupId);
  const aims: Rivals[] = [];
  const aimsOn = new Map<string, number[]>();
  const put = (displayId: string, aim: number) => {
    const known = aimsOn.get(displayId);
    if (known === undefined) aimsOn.set(displayId, [aim]);
    else known.push(aim);
  };
  for (const [displayId, aimed] of direct) if (displayId !== null) put(displayId, aims.push(aimed) - 1);
  for (const { id, displayIds } of groups) {
    const aimed = grouped.get(id);
    if (aimed === undefined) continue;
    const aim = aims.push(aimed) - 1;
    for (const displayId of displayIds) put(displayId, aim);
  }
  const met = new Set<number>();
  for (const on of aimsOn.values()) {
    for (const [i, a] of on.entries()) {
      for (const b of on.slice(i)) {
        const pair = a * aims.length + b;
        if (met.has(pair)) continue;
        met.add(pair);
        yield [aims[a] ?? [], aims[b] ?? []];
      }
    }
  }
}

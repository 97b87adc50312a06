import { z } from 'zod';
import type { DeviceRow, DisplayGroupRow, PlaylistRow, ScheduleRow } from '../../world/rows.ts';
import { dto, isoDate, looseInteger, text } from '../dto.ts';
import { defineRoute, EDITORS } from '../route.ts';
import { pick, rowsBy } from '../shapes/rows.ts';

interface Wanted {
  displayId?: string | null | undefined;
  displayGroupId?: string | null | undefined;
  daysOfWeek: number[];
  startTime?: number | null | undefined;
  endTime?: number | null | undefined;
  startDate?: string | null | undefined;
  endDate?: string | null | undefined;
  excludeScheduleId?: string | null | undefined;
}

/** Which active schedules of a display or group would play at the same time? */
export const checkConflicts = defineRoute<unknown, Wanted>({
  method: 'post',
  path: '/api/v1/schedules/check-conflicts',
  access: EDITORS,
  body: (strict) =>
    dto(strict, {
      displayId: text().nullish(),
      displayGroupId: text().nullish(),
      daysOfWeek: z.array(z.int().min(0).max(6)),
      startTime: looseInteger(0, 1439).nullish(),
      endTime: looseInteger(0, 1439).nullish(),
      startDate: isoDate.nullish(),
      endDate: isoDate.nullish(),
      excludeScheduleId: text().nullish(),
    }) as unknown as z.ZodType<Wanted>,
  async handle({ organizationId, body, deps }) {
    const rows = await deps.database.rows<ScheduleRow>(
      `SELECT * FROM "Schedule" WHERE "organizationId" = $1 AND "isActive"
         AND ("displayId" = $2 OR "displayGroupId" = $3) AND "id" IS DISTINCT FROM $4 ORDER BY "createdAt"`,
      [organizationId, body.displayId ?? null, body.displayGroupId ?? null, body.excludeScheduleId ?? null],
    );
    const conflicts = rows.filter((row) => overlaps(row, body));
    const playlists = await rowsBy<PlaylistRow>(
      deps,
      'Playlist',
      'id',
      conflicts.map((row) => row.playlistId),
    );
    const displays = await rowsBy<DeviceRow>(
      deps,
      'devices',
      'id',
      conflicts.map((row) => row.displayId),
    );
    const groups = await rowsBy<DisplayGroupRow>(
      deps,
      'DisplayGroup',
      'id',
      conflicts.map((row) => row.displayGroupId),
    );
    const first = <T>(found: Map<string, T[]>, id: string | null) => found.get(id ?? '')?.[0];
    return {
      hasConflicts: conflicts.length > 0,
      conflicts: conflicts.map((row) => {
        const playlist = first(playlists, row.playlistId);
        const display = first(displays, row.displayId);
        const group = first(groups, row.displayGroupId);
        return {
          ...pick(row, ['id', 'name', 'startTime', 'endTime', 'daysOfWeek']),
          playlist: playlist === undefined ? null : pick(playlist, ['id', 'name']),
          display: display === undefined ? null : pick(display, ['id', 'nickname']),
          displayGroup: group === undefined ? null : pick(group, ['id', 'name']),
        };
      }),
    };
  },
});

function overlaps(row: ScheduleRow, wanted: Wanted): boolean {
  return (
    row.daysOfWeek.some((day) => wanted.daysOfWeek.includes(day)) &&
    datesOverlap(row, wanted) &&
    timesOverlap(row, wanted)
  );
}

function datesOverlap(row: ScheduleRow, { startDate, endDate }: Wanted): boolean {
  const from = startDate == null ? Number.NEGATIVE_INFINITY : Date.parse(startDate);
  const until = endDate == null ? Number.POSITIVE_INFINITY : Date.parse(endDate);
  const rowUntil = row.endDate === null ? Number.POSITIVE_INFINITY : Date.parse(row.endDate);
  return Date.parse(row.startDate) <= until && from <= rowUntil;
}

/** Minutes of the day; without times it is the whole day, and an end before the start is the next morning. */
function timesOverlap(row: ScheduleRow, wanted: Wanted): boolean {
  const ranges = (start: number | null | undefined, end: number | null | undefined): [number, number][] => {
    if (start == null || end == null) return [[0, 1440]];
    return end > start
      ? [[start, end]]
      : [
          [start, 1440],
          [0, end],
        ];
  };
  return ranges(row.startTime, row.endTime).some(([a, b]) =>
    ranges(wanted.startTime, wanted.endTime).some(([c, d]) => a < d && c < b),
  );
}

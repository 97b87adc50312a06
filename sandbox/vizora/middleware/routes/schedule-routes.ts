import { z } from 'zod';
import type { Strict } from '../../strictness.ts';
import { scheduleRow } from '../../world/row-defaults.ts';
import type { ScheduleRow } from '../../world/rows.ts';
import type { Deps } from '../deps.ts';
import { dto, isoDate, looseBoolean, looseInteger, requiredText, text } from '../dto.ts';
import { HttpError, terse } from '../http-error.ts';
import { type PageQuery, pageOf, pageQuery } from '../page.ts';
import { ADMINS, defineRoute, EDITORS } from '../route.ts';
import { listRows } from '../shapes/list-rows.ts';
import { ownRow } from '../shapes/rows.ts';
import { scheduleDetail, scheduleListItems, scheduleWithReferences } from '../shapes/schedule-shape.ts';
import { deleteRow, insertRow, updateRow } from '../shapes/write-row.ts';

const minuteOfDay = looseInteger(0, 1439).nullish();
const daysOfWeek = z.array(z.int().min(0).max(6));

const patchShape = (strict: Strict) => ({
  name: requiredText().nullish(),
  description: text(2_000).nullish(),
  playlistId: text().nullish(),
  displayId: text().nullish(),
  displayGroupId: text().nullish(),
  startDate: isoDate.nullish(),
  endDate: isoDate.nullish(),
  startTime: minuteOfDay,
  endTime: minuteOfDay,
  daysOfWeek: daysOfWeek.nullish(),
  priority: looseInteger(0, 1_000).nullish(),
  isActive: looseBoolean(strict).optional(),
});
type Patch = Partial<z.infer<z.ZodObject<ReturnType<typeof patchShape>>>>;

const createShape = (strict: Strict) => ({
  ...patchShape(strict),
  name: requiredText(),
  playlistId: text(),
  startDate: isoDate,
  daysOfWeek,
});
type Creation = z.infer<z.ZodObject<ReturnType<typeof createShape>>>;

/** Columns that hold no null, and that a null is nevertheless written to: what comes of it is a 500. */
const NOT_NULL = ['name', 'playlistId', 'daysOfWeek', 'priority', 'isActive'] as const;

const list = defineRoute<PageQuery>({
  method: 'get',
  path: '/api/v1/schedules',
  access: 'session',
  // The code names filters, and the validator of pages refuses each of them.
  query: (strict) =>
    pageQuery(
      strict,
      strict('schedule_filter_400') ? {} : { isActive: z.string().optional() },
    ) as z.ZodType<PageQuery>,
  async handle({ organizationId, query, deps }) {
    const { rows, total } = await listRows<ScheduleRow>('Schedule', organizationId, query, deps);
    return pageOf(await scheduleListItems(rows, deps), total, query, deps.strict);
  },
});

const detail = defineRoute({
  method: 'get',
  path: '/api/v1/schedules/:id',
  access: 'session',
  id: 'any',
  handle: async ({ id, organizationId, deps }) =>
    scheduleDetail(await ownRow('Schedule', id, organizationId, deps), deps),
});

const create = defineRoute<unknown, Creation>({
  method: 'post',
  path: '/api/v1/schedules',
  access: EDITORS,
  body: (strict) => dto(strict, createShape(strict)) as unknown as z.ZodType<Creation>,
  async handle({ organizationId, body, deps }) {
    await assertReferences(body, organizationId, deps);
    const targets = [body.displayId, body.displayGroupId].filter((target) => target != null);
    if (targets.length !== 1 && deps.strict('schedule_one_target')) {
      throw new HttpError(400, { message: 'Bad Request', statusCode: 400 });
    }
    const row = scheduleRow(deps.now(), {
      organizationId,
      ...(withoutNulls(body) as Pick<ScheduleRow, 'playlistId'>),
    });
    return scheduleWithReferences(await insertRow('Schedule', row, deps), deps);
  },
});

const patch = defineRoute<unknown, Patch>({
  method: 'patch',
  path: '/api/v1/schedules/:id',
  access: EDITORS,
  id: 'any',
  body: (strict) => dto(strict, patchShape(strict)) as unknown as z.ZodType<Patch>,
  async handle({ id, organizationId, body, deps }) {
    const { strict } = deps;
    await ownRow('Schedule', id, organizationId, deps);
    await assertReferences(body, organizationId, deps);
    const changes: Patch = { ...body };
    // Only a date that is given is looked at, so that none can be taken away.
    if (changes.endDate === null && strict('end_date_null_ignored')) delete changes.endDate;
    if (changes.startDate === null) delete changes.startDate;
    for (const column of NOT_NULL) {
      if (changes[column] !== null) continue;
      if (strict('patch_null_500')) throw terse(500, 'Internal server error');
      delete changes[column];
    }
    return scheduleWithReferences(await updateRow<ScheduleRow>('Schedule', id, changes, deps), deps);
  },
});

const remove = defineRoute({
  method: 'delete',
  path: '/api/v1/schedules/:id',
  access: ADMINS,
  id: 'any',
  async handle({ id, organizationId, deps }) {
    const row = await ownRow('Schedule', id, organizationId, deps);
    await deleteRow('Schedule', id, deps);
    return row;
  },
});

const duplicate = defineRoute({
  method: 'post',
  path: '/api/v1/schedules/:id/duplicate',
  access: EDITORS,
  id: 'any',
  async handle({ id, organizationId, deps }) {
    const {
      id: _,
      createdAt: __,
      updatedAt: ___,
      ...rest
    } = await ownRow('Schedule', id, organizationId, deps);
    const isActive = deps.strict('duplicate_is_inactive') ? false : rest.isActive;
    const copy = scheduleRow(deps.now(), { ...rest, name: `${rest.name} (Copy)`, isActive });
    return scheduleWithReferences(await insertRow('Schedule', copy, deps), deps);
  },
});

async function assertReferences(
  { playlistId, displayId, displayGroupId }: Pick<Patch, 'playlistId' | 'displayId' | 'displayGroupId'>,
  organizationId: string,
  deps: Deps,
): Promise<void> {
  if (playlistId != null) await ownRow('Playlist', playlistId, organizationId, deps);
  if (displayId != null) await ownRow('devices', displayId, organizationId, deps);
  if (displayGroupId != null) await ownRow('DisplayGroup', displayGroupId, organizationId, deps);
}

const withoutNulls = (body: object) =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null && value !== undefined));

export const SCHEDULE_ROUTES = [list, detail, create, patch, remove, duplicate];

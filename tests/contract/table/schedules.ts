import { z } from 'zod';
import { badRequest, created, failure, malformedId, notFound, ok, some, wrongRole } from '../answers.ts';
import { get, patch, post, put, row, step, story } from '../ask.ts';
import type { Answer, Row } from '../row.ts';
import { scheduleDetail, scheduleWithRelations } from '../shapes/displays.ts';
import { cuid, exactly, text, uuid } from '../shapes/values.ts';

const unknown = 'c00000000000000000000000x';
const missing = notFound('Schedule not found');
const isActive = (value: boolean) => ok(scheduleWithRelations.extend({ isActive: z.literal(value) }));
const own = 'schedules/{own_schedule}';

const conflict = z.strictObject({
  id: cuid,
  name: text,
  startTime: z.int().nullable(),
  endTime: z.int().nullable(),
  daysOfWeek: z.array(z.int()),
  playlist: z.strictObject({ id: cuid, name: text }),
  display: z.strictObject({ id: uuid, nickname: text.nullable() }).nullable(),
  displayGroup: z.looseObject({ id: cuid }).nullable(),
});

const workingHours = {
  daysOfWeek: [1, 2, 3, 4, 5],
  startTime: 540,
  endTime: 720,
  startDate: '2026-11-01T00:00:00.000Z',
};

const plan = {
  name: 'Planned by the contract',
  playlistId: '{playlist}',
  startDate: '{in_a_week}',
  daysOfWeek: [1],
};
/** Refused, in words that are not known. */
const badRequestOfSomeKind: Answer = { status: 400, body: some({ statusCode: z.literal(400) }) };

/** Schedules: details, the odd ways of switching one on and off, conflicts and copies. */
export const scheduleRows: readonly Row[] = [
  row(
    'the detail of a schedule carries its playlist with content, and the whole display',
    get('schedules/{schedule}'),
    ok((given) => scheduleDetail.extend({ id: z.literal(given('schedule')) })),
    { recorded: 'schedule detail' },
  ),
  row(
    'the detail of a schedule for a group carries every display of it',
    get('schedules/{group_schedule}'),
    ok(
      scheduleDetail.extend({ display: z.null(), displayGroup: scheduleDetail.shape.displayGroup.unwrap() }),
    ),
    { recorded: 'schedule detail by group' },
  ),
  row('a malformed schedule id is refused', get('schedules/nope'), malformedId),
  row('an unknown schedule is not found', get(`schedules/${unknown}`), missing),

  story('a schedule is switched off and on by PATCH, as often as one likes', [
    step(patch(own, { isActive: false }), isActive(false), {
      recorded: ['deactivate a schedule', 'isActive false, put back'],
    }),
    step(patch(own, { isActive: false }), isActive(false)),
    step(get(own), ok(scheduleDetail.extend({ isActive: z.literal(false) }))),
    step(patch(own, { isActive: true }), isActive(true), { recorded: 'activate it again' }),
  ]),
  story('the text "false" switches a schedule on', [
    step(patch(own, { isActive: false }), isActive(false)),
    step(patch(own, { isActive: 'false' }), isActive(true), { recorded: 'isActive as the string false' }),
    step(get(own), ok(scheduleDetail.extend({ isActive: z.literal(true) }))),
  ]),
  row('the number 0 switches a schedule off', patch(own, { isActive: 0 }), isActive(false)),
  row('null is a failure as the state of a schedule', patch(own, { isActive: null }), failure),
  story('an end date cannot be cleared, and asking is no error', [
    step(
      patch(own, { endDate: '{in_a_week}' }),
      ok((given) => scheduleWithRelations.extend({ endDate: z.literal(given('in_a_week')) })),
    ),
    step(
      patch(own, { endDate: null }),
      ok((given) => scheduleWithRelations.extend({ endDate: z.literal(given('in_a_week')) })),
    ),
  ]),
  row(
    'an end date in the past is accepted',
    patch(own, { endDate: '{yesterday}' }),
    ok((given) => scheduleWithRelations.extend({ endDate: z.literal(given('yesterday')) })),
  ),
  row('a schedule refuses the unknown key status', patch(own, { status: 'x' }), badRequest, {
    recorded: 'schedule with an unknown key',
  }),
  row('a schedule refuses minute 1440', patch(own, { startTime: 1440 }), badRequest),
  row('a schedule refuses a minute below 0', patch(own, { endTime: -1 }), badRequest),
  row('a schedule refuses weekday 7', patch(own, { daysOfWeek: [7] }), badRequest),
  row(
    'a schedule may run overnight',
    patch(own, { startTime: 1320, endTime: 360 }),
    ok(scheduleWithRelations.extend({ startTime: z.literal(1320), endTime: z.literal(360) })),
  ),
  row('a schedule is not replaced', put('schedules/{schedule}', 'admin', { body: { isActive: false } }), {
    status: 404,
    body: (given) =>
      exactly({
        message: `Cannot PUT /api/v1/schedules/${given('schedule')}`,
        error: 'Not Found',
        statusCode: 404,
      }),
  }),
  row(
    'PATCH of an unknown schedule is not found',
    patch(`schedules/${unknown}`, { isActive: false }),
    missing,
  ),
  row(
    'PATCH of a schedule with a malformed id is refused',
    patch('schedules/nope', { isActive: false }),
    malformedId,
  ),
  row(
    'a viewer may not switch off a schedule',
    patch('schedules/{schedule}', { isActive: false }, 'viewer'),
    wrongRole('admin', 'manager'),
    {
      recorded: 'a write as viewer',
    },
  ),
  row('a manager may switch off a schedule', patch(own, { isActive: false }, 'manager'), isActive(false)),

  row(
    'conflicts are told with 201',
    post('schedules/check-conflicts', { displayId: '{busy_display}', ...workingHours }),
    created(z.strictObject({ hasConflicts: z.literal(true), conflicts: z.array(conflict).min(1) })),
    { recorded: 'check conflicts' },
  ),
  row(
    'a display without schedules has no conflicts',
    post('schedules/check-conflicts', { displayId: '{own_display}', ...workingHours }),
    created(exactly({ hasConflicts: false, conflicts: [] })),
  ),
  story('a schedule does not conflict with itself', [
    step(get(own), ok(scheduleDetail), { keep: { its_display: 'data.displayId' } }),
    step(
      post('schedules/check-conflicts', {
        displayId: '{its_display}',
        ...workingHours,
        excludeScheduleId: '{own_schedule}',
      }),
      created((given) =>
        z.strictObject({
          hasConflicts: z.boolean(),
          conflicts: z.array(
            conflict.refine(({ id }) => id !== given('own_schedule'), {
              path: ['id'],
              message: 'expected another schedule',
            }),
          ),
        }),
      ),
    ),
  ]),
  row(
    'checking conflicts refuses an unknown key',
    post('schedules/check-conflicts', { displayId: '{display}', ...workingHours, colour: 'red' }),
    badRequest,
  ),
  row(
    'a copy of a schedule is named so and inactive',
    post('schedules/{own_schedule}/duplicate'),
    created(some({ id: cuid, name: z.string().endsWith(' (Copy)'), isActive: z.literal(false) })),
    { keep: { copy: 'data.id' }, makes: { copy: 'schedules' } },
  ),
  row(
    'a schedule for neither a display nor a group is refused',
    post('schedules', { ...plan }),
    badRequestOfSomeKind,
  ),
  row(
    'a schedule for a display and a group is refused',
    post('schedules', { ...plan, displayId: '{own_display}', displayGroupId: '{group}' }),
    badRequestOfSomeKind,
  ),
];

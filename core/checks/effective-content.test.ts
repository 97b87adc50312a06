import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type EffectiveContent, effectiveContent } from './effective-content.ts';
import { displayOf, NOON, type ProgrammeWorld, programmeOf, schedule } from './programme.test-support.ts';
import { createProgramme } from './programme.ts';

type Case = readonly [sentence: string, world: ProgrammeWorld, shown: string];

const OWN = 'its own playlist own: yes';
const PROMO = 's1 promo: yes';

const WEDNESDAY = 3;
const hours = (startTime: number, endTime: number, daysOfWeek = [WEDNESDAY]) => ({
  startTime: startTime * 60,
  endTime: endTime * 60,
  daysOfWeek,
});
const zone = (timezone: string) => ({ timezone });

const AIMS: readonly Case[] = [
  ['shows its own playlist without any schedule', {}, OWN],
  ['shows what a schedule aims at it', { schedules: [{}] }, PROMO],
  ['shows what a schedule aims at its group', { schedules: [{ displayGroupId: 'g1' }] }, PROMO],
  ['ignores a schedule for another display', { schedules: [{ displayId: 'd0' }] }, OWN],
  ['ignores a schedule for a group that it is not in', { schedules: [{ displayGroupId: 'g2' }] }, OWN],
  [
    'follows each of the groups that it is in',
    {
      groups: ['g1', 'g2'].map((id) => ({ id, displayIds: ['d1'] })),
      schedules: [{ displayGroupId: 'g1' }, { displayGroupId: 'g2', priority: 1, playlistId: 'menu' }],
    },
    's2 menu: yes',
  ],
  [
    'is claimed once by a schedule that names both it and its group',
    { schedules: [{ displayId: 'd1', displayGroupId: 'g1' }] },
    PROMO,
  ],
  ['ignores a schedule that is inactive', { schedules: [{ isActive: false }] }, OWN],
];

const DATES: readonly Case[] = [
  ['follows a schedule from the instant of its start', { schedules: [{ startDate: NOON }] }, PROMO],
  [
    'does not a millisecond before',
    { now: '2026-03-04T11:59:59.999Z', schedules: [{ startDate: NOON }] },
    OWN,
  ],
  ['follows it until the instant of its end', { schedules: [{ endDate: NOON }] }, PROMO],
  ['does not a millisecond later', { now: '2026-03-04T12:00:00.001Z', schedules: [{ endDate: NOON }] }, OWN],
  [
    'reads the dates as instants, not as days of its zone',
    { display: zone('Pacific/Kiritimati'), schedules: [{ endDate: '2026-03-04T11:00:00.000Z' }] },
    OWN,
  ],
  [
    'is undecided when a date that may decide cannot be read',
    { schedules: [{ endDate: 'someday' }] },
    'unknown: unparseable_date',
  ],
  [
    'is not, when a schedule above it decides',
    { schedules: [{ priority: 1 }, { endDate: 'someday' }] },
    PROMO,
  ],
];

const HOURS: readonly Case[] = [
  ['follows a schedule on a day of its list', { schedules: [{ daysOfWeek: [WEDNESDAY] }] }, PROMO],
  ['does not on another day', { schedules: [{ daysOfWeek: [0, 1, 2, 4, 5, 6] }] }, OWN],
  ['follows no schedule without days', { schedules: [{ daysOfWeek: [] }] }, OWN],
  ['follows it from its first minute', { schedules: [hours(12, 13)] }, PROMO],
  ['does not the second before', { now: '2026-03-04T11:59:59.999Z', schedules: [hours(12, 13)] }, OWN],
  ['follows it in its last minute', { now: '2026-03-04T12:59:59Z', schedules: [hours(12, 13)] }, PROMO],
  ['does not in the minute after it', { now: '2026-03-04T13:00:00Z', schedules: [hours(12, 13)] }, OWN],
  [
    'follows it all day when one of its hours is missing',
    { schedules: [{ ...hours(20, 21), endTime: null }] },
    PROMO,
  ],
  ['follows it all day when its hours are the same', { schedules: [hours(7, 7)] }, PROMO],
];

const NIGHTS: readonly Case[] = [
  [
    'follows a night on the evening on which it begins',
    { now: '2026-03-04T22:00:00Z', schedules: [hours(22, 2)] },
    PROMO,
  ],
  [
    'follows it after midnight, though that day is not in its list',
    { now: '2026-03-05T01:59:00Z', schedules: [hours(22, 2)] },
    PROMO,
  ],
  ['does not when the night is over', { now: '2026-03-05T02:00:00Z', schedules: [hours(22, 2)] }, OWN],
  [
    'does not in the small hours of the day on which it begins',
    { now: '2026-03-04T01:00:00Z', schedules: [hours(22, 2)] },
    OWN,
  ],
  [
    'follows a Saturday night into Sunday',
    { now: '2026-03-08T01:00:00Z', schedules: [hours(22, 2, [6])] },
    PROMO,
  ],
  [
    'does not follow a Sunday night on Sunday morning',
    { now: '2026-03-08T01:00:00Z', schedules: [hours(22, 2, [0])] },
    OWN,
  ],
];

const ZONES: readonly Case[] = [
  [
    'reads the hours by the clock where it hangs',
    { display: zone('Asia/Tokyo'), schedules: [hours(21, 22)] },
    PROMO,
  ],
  ['takes no zone for UTC', { display: { timezone: null }, schedules: [hours(12, 13)] }, PROMO],
  ['takes an empty zone for UTC', { display: zone(''), schedules: [hours(12, 13)] }, PROMO],
  [
    'is a day ahead of UTC in Kiritimati',
    { now: '2026-03-03T10:00:00Z', display: zone('Pacific/Kiritimati'), schedules: [hours(0, 1)] },
    PROMO,
  ],
  [
    'is a day behind UTC in Pago Pago',
    { now: '2026-03-05T10:59:00Z', display: zone('Pacific/Pago_Pago'), schedules: [hours(23, 0)] },
    PROMO,
  ],
  [
    'knows the quarters of an hour of Kathmandu',
    { now: '2026-03-04T12:15:00Z', display: zone('Asia/Kathmandu'), schedules: [hours(18, 19)] },
    PROMO,
  ],
  [
    'is undecided in a zone that there is not, since the platform fails there',
    { display: zone('Mars/Olympus_Mons') },
    'unknown: unknown_shape',
  ],
];

const BERLIN = zone('Europe/Berlin');
const NEW_YORK = zone('America/New_York');
const SUNDAY = [0];
const CHANGES_OF_CLOCKS: readonly Case[] = [
  [
    'never sees an hour that Berlin leaves out in spring',
    { now: '2026-03-29T01:00:00Z', display: BERLIN, schedules: [hours(2, 3, SUNDAY)] },
    OWN,
  ],
  [
    'begins late in spring what would begin in that hour',
    { now: '2026-03-29T01:00:00Z', display: BERLIN, schedules: [{ ...hours(2, 4, SUNDAY), startTime: 150 }] },
    PROMO,
  ],
  [
    'has not begun it the minute before the gap',
    { now: '2026-03-29T00:59:00Z', display: BERLIN, schedules: [{ ...hours(2, 4, SUNDAY), startTime: 150 }] },
    OWN,
  ],
  [
    'shows what Berlin plans for the doubled hour of autumn for the first time',
    { now: '2026-10-25T00:30:00Z', display: BERLIN, schedules: [hours(2, 3, SUNDAY)] },
    PROMO,
  ],
  [
    'and for the second time',
    { now: '2026-10-25T01:30:00Z', display: BERLIN, schedules: [hours(2, 3, SUNDAY)] },
    PROMO,
  ],
  [
    'and not for a third',
    { now: '2026-10-25T02:00:00Z', display: BERLIN, schedules: [hours(2, 3, SUNDAY)] },
    OWN,
  ],
  [
    'shortens a night in New York in spring, and still ends it by the clock',
    { now: '2026-03-08T07:00:00Z', display: NEW_YORK, schedules: [hours(22, 3, [6])] },
    OWN,
  ],
  [
    'has it until the minute before',
    { now: '2026-03-08T06:59:00Z', display: NEW_YORK, schedules: [hours(22, 3, [6])] },
    PROMO,
  ],
  [
    'lengthens a night in New York in autumn',
    { now: '2026-11-01T06:59:00Z', display: NEW_YORK, schedules: [hours(22, 2, [6])] },
    PROMO,
  ],
  [
    'and ends it by the clock',
    { now: '2026-11-01T07:00:00Z', display: NEW_YORK, schedules: [hours(22, 2, [6])] },
    OWN,
  ],
];

const PRIORITIES: readonly Case[] = [
  [
    'follows the schedule of the highest priority',
    { schedules: [{ priority: 1, playlistId: 'menu' }, { priority: 2 }] },
    's2 promo: yes',
  ],
  [
    'does not care for a higher one whose hours are others',
    { schedules: [{}, { priority: 9, playlistId: 'menu', ...hours(13, 14) }] },
    PROMO,
  ],
  ['follows one below nought rather than none', { schedules: [{ priority: -1 }] }, PROMO],
  [
    'is ambiguous between equals that show different things',
    { schedules: [{}, { playlistId: 'menu' }] },
    's1 promo: yes, ambiguous',
  ],
  ['is not between equals that show the same', { schedules: [{}, {}] }, PROMO],
  [
    'is not between equals below the highest',
    { schedules: [{ priority: 1 }, {}, { playlistId: 'menu' }] },
    PROMO,
  ],
  [
    'does not know whether something is delivered when that differs between equals',
    { schedules: [{}, { playlistId: 'empty' }] },
    's1 promo: unknown, ambiguous',
  ],
  [
    'knows that nothing is when that is so for all equals',
    { schedules: [{ playlistId: 'archived' }, { playlistId: 'empty' }] },
    's1 archived: no, ambiguous',
  ],
];

const ITEMS: readonly Case[] = [
  [
    'does not fall back to its own playlist when a schedule shows nothing',
    { schedules: [{ playlistId: 'empty' }] },
    's1 empty: no',
  ],
  [
    'does not fall back to a lower schedule either',
    { schedules: [{ priority: 1, playlistId: 'archived' }, {}] },
    's1 archived: no',
  ],
  ['shows what is left of a playlist', { schedules: [{ playlistId: 'mixed' }] }, 's1 mixed: yes'],
  ['shows nothing whose content is gone', { schedules: [{ playlistId: 'hollow' }] }, 's1 hollow: no'],
  [
    'shows what expires a millisecond later',
    { schedules: [{ playlistId: 'ageing' }], expiries: { 'c-ageing': '2026-03-04T12:00:00.001Z' } },
    's1 ageing: yes',
  ],
  [
    'does not show what expires at this instant',
    { schedules: [{ playlistId: 'ageing' }], expiries: { 'c-ageing': NOON } },
    's1 ageing: no',
  ],
  [
    'does not know while it is not known when a content expires',
    { schedules: [{ playlistId: 'ageing' }], expiries: { 'c-ageing': undefined } },
    's1 ageing: unknown',
  ],
  [
    'judges its own playlist by its items, too',
    { display: { currentPlaylistId: 'archived' } },
    'its own playlist archived: no',
  ],
];

const NOTHING: readonly Case[] = [
  ['shows nothing without schedule and playlist', { display: { currentPlaylistId: null } }, 'nothing'],
  [
    'shows nothing when its own playlist is gone',
    { display: { currentPlaylistId: 'deleted' }, gone: ['deleted'] },
    'nothing',
  ],
  [
    'does not know while a playlist that no list has may be new',
    { display: { currentPlaylistId: 'brand-new' } },
    'its own playlist brand-new: unknown',
  ],
  [
    'shows nothing while disabled, whatever claims it',
    { display: { isDisabled: true }, schedules: [{}] },
    'nothing',
  ],
  [
    'shows nothing while disabled, in whatever zone',
    { display: { isDisabled: true, timezone: 'Mars/Olympus_Mons' } },
    'nothing',
  ],
];

function told(shown: EffectiveContent): string {
  const { source, scheduleId, playlistId, deliverable, ambiguous, doubt } = shown;
  if (source === 'none') return 'nothing';
  if (source === 'unknown') return `unknown: ${doubt?.reason}`;
  const whose = source === 'schedule' ? scheduleId : 'its own playlist';
  return `${whose} ${playlistId}: ${deliverable}${ambiguous ? ', ambiguous' : ''}`;
}

const GROUPS = {
  'by what aims at it,': AIMS,
  'by dates,': DATES,
  'by days and hours,': HOURS,
  'at night,': NIGHTS,
  'by its time zone,': ZONES,
  'when clocks change,': CHANGES_OF_CLOCKS,
  'by priority,': PRIORITIES,
  'by what is in the playlist,': ITEMS,
  'that has nothing,': NOTHING,
};

for (const [group, cases] of Object.entries(GROUPS)) {
  describe(`a display, ${group}`, () => {
    for (const [sentence, world, expected] of cases) {
      it(sentence, () => {
        assert.equal(told(effectiveContent(displayOf(world), programmeOf(world))), expected);
      });
    }
  });
}

describe('what a display shows', () => {
  const minute = fc.option(fc.integer({ min: 0, max: 1_439 }));
  const schedules = fc.array(
    fc.record({
      startDate: fc.date({ min: new Date('2026-02-01'), max: new Date('2026-04-01'), noInvalidDate: true }),
      lasts: fc.option(fc.integer({ min: 0, max: 60 * 86_400_000 })),
      startTime: minute,
      endTime: minute,
      daysOfWeek: fc.uniqueArray(fc.integer({ min: 0, max: 6 })),
      priority: fc.integer({ min: 0, max: 2 }),
      playlistId: fc.constantFrom('promo', 'menu', 'empty'),
    }),
    { maxLength: 6 },
  );
  const instant = fc.date({ min: new Date('2026-02-01'), max: new Date('2026-05-01'), noInvalidDate: true });

  it('does not depend on the order in which schedules are listed', () => {
    fc.assert(
      fc.property(schedules, instant, (given, now) => {
        const world = { now: now.toISOString() };
        const all = shiftedBy(0, given);
        const forth = effectiveContent(displayOf(world), programmeOf({ ...world, schedules: all }));
        const back = effectiveContent(
          displayOf(world),
          programmeOf({ ...world, schedules: all.toReversed() }),
        );
        assert.deepEqual(back, forth);
      }),
    );
  });

  it('is the same after whole weeks when its schedules move with it', () => {
    fc.assert(
      fc.property(schedules, instant, fc.integer({ min: -200, max: 200 }), (given, now, weeks) => {
        const by = weeks * 7 * 86_400_000;
        const shown = (shift: number) => {
          const world = {
            now: new Date(now.getTime() + shift).toISOString(),
            schedules: shiftedBy(shift, given),
          };
          return effectiveContent(displayOf(world), programmeOf(world));
        };
        assert.deepEqual(shown(by), shown(0));
      }),
    );
  });

  type Given = typeof schedules extends fc.Arbitrary<infer All> ? All : never;
  function shiftedBy(ms: number, given: Given) {
    return given.map(({ startDate, lasts, ...rest }, i) => ({
      ...rest,
      id: `s${i + 1}`,
      startDate: new Date(startDate.getTime() + ms).toISOString(),
      endDate: lasts === null ? null : new Date(startDate.getTime() + lasts + ms).toISOString(),
    }));
  }
});

describe('a programme', () => {
  it('reads each playlist once, however many displays show it', () => {
    let read = 0;
    const programme = createProgramme(
      {
        schedules: [schedule({ displayGroupId: 'g1' })],
        groups: [{ id: 'g1', displayIds: ['d1', 'd2', 'd3'] }],
        playlists: [{ id: 'promo', items: [{ contentId: 'c', content: { status: 'active' } }] }],
        expiresAt: () => {
          read += 1;
          return null;
        },
        isGone: () => null,
      },
      Date.parse(NOON),
    );
    for (const id of ['d1', 'd2', 'd3']) effectiveContent(displayOf({ display: { id } }), programme);
    assert.equal(read, 1);
  });
});

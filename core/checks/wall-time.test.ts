import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { wallTime } from './wall-time.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const shown = (instant: string, zone: string | null): string | null => {
  const wall = wallTime(Date.parse(instant), zone);
  if (wall === null) return null;
  const [hour, minute] = [Math.floor(wall.minute / 60), wall.minute % 60].map((n) =>
    String(n).padStart(2, '0'),
  );
  return `${DAYS[wall.weekday]} ${hour}:${minute}`;
};

const cases = [
  ['UTC where no zone is given', '2026-03-04T12:34:00Z', null, 'Wednesday 12:34'],
  ['UTC where the zone is empty', '2026-03-04T12:34:00Z', '', 'Wednesday 12:34'],
  ['the minute without its seconds', '2026-03-04T12:34:59.999Z', 'UTC', 'Wednesday 12:34'],
  ['midnight as the beginning of a day', '2026-03-04T00:00:00Z', 'UTC', 'Wednesday 00:00'],
  ['the last minute of a week', '2026-03-07T23:59:59Z', 'UTC', 'Saturday 23:59'],
  ['a following day in the far east', '2026-03-03T10:00:00Z', 'Pacific/Kiritimati', 'Wednesday 00:00'],
  ['the day before in the far west', '2026-03-04T10:59:00Z', 'Pacific/Pago_Pago', 'Tuesday 23:59'],
  ['quarters of an hour', '2026-03-04T12:00:00Z', 'Asia/Kathmandu', 'Wednesday 17:45'],
  ['the last minute before a gap', '2026-03-29T00:59:00Z', 'Europe/Berlin', 'Sunday 01:59'],
  ['the first minute after a gap', '2026-03-29T01:00:00Z', 'Europe/Berlin', 'Sunday 03:00'],
  ['an hour for the first time', '2026-10-25T00:30:00Z', 'Europe/Berlin', 'Sunday 02:30'],
  ['the same hour again', '2026-10-25T01:30:00Z', 'Europe/Berlin', 'Sunday 02:30'],
  ['a gap of half an hour', '2026-10-03T15:30:00Z', 'Australia/Lord_Howe', 'Sunday 02:30'],
] as const;

for (const [name, instant, zone, expected] of cases) {
  test(`a clock on the wall shows ${name}`, () => assert.equal(shown(instant, zone), expected));
}

test('there is no clock where there is no such zone', () => {
  assert.equal(wallTime(0, 'Mars/Olympus_Mons'), null);
});

const instants = fc.date({
  min: new Date('2000-01-01'),
  max: new Date('2100-01-01'),
  noInvalidDate: true,
});

test('in a zone that never changes its clocks, a clock shows the time of the week by arithmetic', () => {
  fc.assert(
    fc.property(instants, fc.integer({ min: -14, max: 12 }), (instant, hoursWest) => {
      const zone = `Etc/GMT${hoursWest < 0 ? '' : '+'}${hoursWest}`;
      const minutes = Math.floor(instant.getTime() / 60_000) - hoursWest * 60;
      // The epoch was a Thursday.
      const ofWeek = (((minutes + 4 * 1_440) % 10_080) + 10_080) % 10_080;
      assert.deepEqual(wallTime(instant.getTime(), zone), {
        weekday: Math.floor(ofWeek / 1_440),
        minute: ofWeek % 1_440,
      });
    }),
  );
});

test('a clock shows the same after whole weeks', () => {
  fc.assert(
    fc.property(instants, fc.integer({ min: -500, max: 500 }), (instant, weeks) => {
      const later = instant.getTime() + weeks * 7 * 86_400_000;
      assert.deepEqual(wallTime(later, 'UTC'), wallTime(instant.getTime(), 'UTC'));
    }),
  );
});

import { having, ok, some, tooMany, unauthorized } from '../answers.ts';
import { get, row, step, story } from '../ask.ts';
import type { Ask, HeaderRule, Row } from '../row.ts';

const demands = ['exhausting', 'addresses'] as const;
const live = get('health/live', 'nobody');
const well = ok(some({}));
const short: Record<string, HeaderRule> = {
  'retry-after-short': '1',
  'retry-after': null,
  'retry-after-medium': null,
  'retry-after-long': null,
};
const remaining = (short: number, medium: number, long: number): Record<string, HeaderRule> => ({
  'x-ratelimit-remaining-short': String(short),
  'x-ratelimit-remaining-medium': String(medium),
  'x-ratelimit-remaining-long': String(long),
});

/** At a pace that neither the second nor the minute forbids. */
const hurried = (times: number, skip = 0.7): Ask => ({ ...live, host: 'hurried', times, skip });

/** Three windows at once, per route and client address, in each worker's memory. */
export const limitRows: readonly Row[] = [
  story(
    'the eleventh request in a second is too many, and says when under a suffixed name',
    [
      step({ ...live, times: 10 }, well),
      step(live, tooMany({ ...short, 'x-ratelimit-limit-short': null }), {
        recorded: 'eleventh request within a second',
      }),
    ],
    { demands, quick: 1 },
  ),
  story(
    'each request is counted in all three windows',
    [
      step(
        get('schedules?limit=1'),
        having(well, { ...remaining(9, 99, 999), 'x-ratelimit-remaining': '999' }),
      ),
      step(
        get('schedules?limit=1'),
        having(well, { ...remaining(8, 98, 998), 'x-ratelimit-remaining': '998' }),
      ),
      step(get('schedules?limit=101'), having({ status: 400 }, remaining(7, 97, 997))),
    ],
    { demands: ['addresses'] },
  ),
  story(
    'a minute after the 101st request the route is open again, and no sooner',
    [
      step(hurried(100, 0.2), well),
      step(hurried(1, 0.2), tooMany({ 'retry-after-medium': '60', 'retry-after-short': null })),
      step(hurried(1, 58), tooMany({ 'retry-after-medium': /^\d$/ })),
      step(hurried(1, 3), well),
    ],
    { demands: ['control'], lane: 'hurried' },
  ),
  story(
    'the 1001st request in an hour is too many, and closes the route for an hour',
    [
      step(hurried(1_000), well),
      step(hurried(1), tooMany({ 'retry-after-long': '3600', 'retry-after': null })),
      step(hurried(1, 3_500), tooMany({ 'retry-after-long': /^\d+$/ })),
      step(hurried(1, 200), well),
    ],
    { demands: ['control'], lane: 'hurried' },
  ),
  row(
    'the windows end after a second, a minute and an hour',
    get('content?limit=1'),
    having(well, {
      'x-ratelimit-reset-short': '1',
      'x-ratelimit-reset-medium': '60',
      'x-ratelimit-reset-long': '3600',
    }),
    { demands: ['addresses'] },
  ),
  story(
    'each route has its own count',
    [
      step({ ...live, times: 10 }, well),
      step(live, tooMany(short)),
      step(get('ready', 'nobody'), having(well, remaining(9, 99, 999))),
    ],
    { demands, quick: 1 },
  ),
  story(
    'two items are one route',
    [
      step(get('displays/{display}'), having(well, remaining(9, 99, 999))),
      step(get('displays/{own_display}'), having(well, remaining(8, 98, 998))),
    ],
    { demands: ['addresses'] },
  ),
  story(
    'each client address has its own count',
    [
      step({ ...live, times: 10, from: 'here' }, well),
      step({ ...live, from: 'here' }, tooMany(short)),
      step({ ...live, from: 'there' }, having(well, remaining(9, 99, 999))),
    ],
    { demands, quick: 1 },
  ),
  story(
    'all users behind one address share its count',
    [
      step({ ...get('playlists?limit=1', 'viewer'), times: 5 }, well),
      step({ ...get('playlists?limit=1', 'admin'), times: 5 }, well),
      step(get('playlists?limit=1', 'other'), tooMany(short)),
    ],
    { demands, quick: 1 },
  ),
  story(
    'answers of 401 count too',
    [
      step({ ...get('displays?limit=1', 'nobody'), times: 10 }, unauthorized),
      step(get('displays?limit=1'), tooMany(short)),
    ],
    { demands, quick: 1 },
  ),
  story(
    'health is not exempt',
    [
      step({ ...get('health/ready', 'nobody'), times: 10 }, { status: 200 }),
      step(get('health/ready', 'nobody'), tooMany(short)),
    ],
    { demands, quick: 1 },
  ),
  story(
    'a second later the short window is open again',
    [
      step({ ...get('ready', 'nobody'), times: 10 }, well),
      step(get('ready', 'nobody'), tooMany(short)),
      step({ ...get('ready', 'nobody'), pause: 1.2 }, well),
    ],
    { demands, quick: 2.2 },
  ),
  story(
    'the 101st request in a minute is too many, and stays so when the second is over',
    [
      step({ ...live, times: 100, perSecond: 8 }, well),
      step(live, tooMany({ 'retry-after-medium': '60', 'retry-after-short': null, 'retry-after': null })),
      step({ ...live, pause: 1.2 }, tooMany({ 'retry-after-medium': /^\d+$/ })),
    ],
    { demands },
  ),
];

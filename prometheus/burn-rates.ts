import { BAD_NOW, EVENTS } from './indicators.ts';
import { budgetOf, OBJECTIVES } from './objectives.ts';
import type { RecordingRule } from './rule.ts';
import { secondsIn } from './seconds-in.ts';

/** Over which ranges is added up what was bad. */
const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d', '30d'] as const;
export type Window = (typeof WINDOWS)[number];

/** Seconds that were bad (a part of a fleet counts as that part of the time), or repairs that went wrong. */
export const bad = (window: Window): string => `objective:bad:sum${window}`;
/** Seconds of which anything is known, or repairs. */
const known = (window: Window) => `objective:known:sum${window}`;
/** How many times as fast as allowed the budget is used; no series while nothing is known. */
export const burnRate = (window: Window): string => `objective:burn_rate:ratio${window}`;
/** The share that may be bad. */
export const BUDGET = 'objective:budget:ratio';

const THIRTY_DAYS_SECONDS = 2_592_000;
const counted = EVENTS.map(({ objective }) => objective).join('|');

/** Objectives that count events rather than time. */
export const OF_EVENTS = `objective=~"${counted}"`;
export const OF_TIME = `objective!~"${counted}"`;

/** From which shorter sums each range is added up, and how far apart: the longer it is, the coarser its end may be. */
const PARTS: Readonly<Record<Exclude<Window, '5m'>, { readonly of: Window; readonly step: string }>> = {
  '30m': { of: '5m', step: '1m' },
  '1h': { of: '5m', step: '1m' },
  '2h': { of: '5m', step: '1m' },
  '6h': { of: '5m', step: '5m' },
  '1d': { of: '30m', step: '30m' },
  '3d': { of: '1h', step: '1h' },
  '30d': { of: '2h', step: '2h' },
};

/** Whether what lies exactly at its beginning belongs to a range has changed with Prometheus 3. */
const within = (window: Window): string => `${secondsIn(window) - 1}s`;

/** Everything about the objectives that is added up: each range from shorter ones, so that none reads a month. */
export const burnRates: readonly RecordingRule[] = [
  ...OBJECTIVES.map((objective) => ({
    record: BUDGET,
    expr: `vector(${budgetOf(objective)})`,
    labels: { objective: objective.name },
  })),
  ...ofFiveMinutes(),
  ...WINDOWS.filter((window) => window !== '5m').flatMap((window) =>
    [bad, known].map((of) => ({ record: of(window), expr: addedUp(of, window) })),
  ),
  ...WINDOWS.map((window) => ({
    record: burnRate(window),
    expr: `(${bad(window)} / (${known(window)} > 0)) / on (objective) group_left () ${BUDGET}`,
  })),
  {
    record: 'objective:good:ratio30d',
    expr: `1 - ${bad('30d')} / (${known('30d')} > 0)`,
  },
  {
    // What nobody knows uses nothing; and one repair in thirty days may fail, however few there are.
    record: 'objective:error_budget_remaining:ratio30d',
    expr: [
      `1 - ${bad('30d')}{${OF_TIME}} / on (objective) group_left () (${BUDGET} * ${THIRTY_DAYS_SECONDS})`,
      'or',
      `1 - ${bad('30d')}{${OF_EVENTS}} / clamp_min(${known('30d')}{${OF_EVENTS}} * on (objective) group_left () ${BUDGET}, 1)`,
    ].join('\n'),
  },
];

/** Taken every 15 s, however often it is evaluated. */
function ofFiveMinutes(): readonly RecordingRule[] {
  const now = `${BAD_NOW}[${within('5m')}:15s]`;
  return [
    { record: bad('5m'), expr: `sum_over_time(${now}) * 15` },
    { record: known('5m'), expr: `count_over_time(${now}) * 15` },
    ...EVENTS.flatMap(({ objective, bad: wrong, all }) => {
      const labels = { objective, org: 'platform' };
      return [
        { record: bad('5m'), expr: wrong, labels },
        { record: known('5m'), expr: all, labels },
      ];
    }),
  ];
}

/** Sums that overlap hold each moment several times. */
function addedUp(sum: (window: Window) => string, window: Exclude<Window, '5m'>): string {
  const { of, step } = PARTS[window];
  const times = secondsIn(of) / secondsIn(step);
  const total = `sum_over_time(${sum(of)}[${within(window)}:${step}])`;
  return times === 1 ? total : `${total} / ${times}`;
}

import type { Severity } from '../../core/incidents.ts';
import { type AlertText, annotations, ofItsOrganisation } from '../annotations.ts';
import { BUDGET, bad, burnRate, burnRates, OF_EVENTS, OF_TIME, type Window } from '../burn-rates.ts';
import { FALSE_ACTIONS, falseActions, indicators, POPULATION, TOLD_NOW } from '../indicators.ts';
import { LEAST_DISPLAYS, LEAST_REPAIRS, OBJECTIVES } from '../objectives.ts';
import type { MonitoringPlaces } from '../places.ts';
import type { AlertingRule, RuleFile } from '../rule.ts';
import { secondsIn } from '../seconds-in.ts';

/** A budget that is used so many times as fast as allowed, over a long range, and still within the short one. */
interface Pace {
  readonly times: number;
  readonly long: Window;
  readonly short: Window;
}

/** 2 % of the budget of thirty days within an hour, or 5 % within six. */
const FAST: readonly Pace[] = [
  { times: 14.4, long: '1h', short: '5m' },
  { times: 6, long: '6h', short: '30m' },
];
/** A tenth of it within a day, or within three. */
const SLOW: readonly Pace[] = [
  { times: 3, long: '1d', short: '2h' },
  { times: 1, long: '3d', short: '6h' },
];

/** Sums of minutes still hold a part of what lies just before their range. */
const MEMORY_SECONDS = 600;

const named = (worst: Severity) =>
  `objective=~"${OBJECTIVES.filter((one) => one.worst === worst)
    .map(({ name }) => name)
    .join('|')}"`;

/** What is promised, how much of it is left, and whether it is used up too fast. */
export const slo: RuleFile = {
  name: 'slo',
  groups: (durations, places) => [
    { name: 'slo-indicators', interval: durations.evaluation_interval, rules: indicators },
    {
      name: 'slo',
      interval: durations.slow_evaluation_interval,
      rules: [
        ...burnRates,
        burning(
          'critical',
          FAST.map((pace) => uses(pace, named('critical'))),
          places,
        ),
        burning(
          'warning',
          [...FAST.map((pace) => uses(pace, named('warning'))), ...SLOW.map((pace) => uses(pace))],
          places,
        ),
      ],
    },
    {
      name: 'slo-false-actions',
      interval: durations.slow_evaluation_interval,
      rules: [
        ...falseActions,
        {
          alert: 'RepairTakenBack',
          expr: `max by (action) (max_over_time(${FALSE_ACTIONS}[1d])) > 0`,
          labels: { severity: 'warning', org: 'platform' },
          annotations: annotations('RepairTakenBack', TAKEN_BACK, places),
        },
      ],
    },
  ],
};

/**
 * Of what people are told by its own name the budget is not told again, as long as the short range holds it. And what
 * is known of a moment only is too little: so much must have been bad as the pace means over the whole long range.
 */
function uses({ times, long, short }: Pace, of = ''): string {
  const selected = of === '' ? '' : `{${of}}`;
  const enough = [
    `${bad(long)}{${OF_TIME}} >= on (objective) group_left () (${BUDGET} * ${Math.round(times * secondsIn(long))})`,
    'or',
    `${bad(long)}{${OF_EVENTS}} >= ${LEAST_REPAIRS - 0.5}`,
  ].join(' ');
  return [
    `${burnRate(long)}${selected} > ${times}`,
    `and ${burnRate(short)} > ${times}`,
    `and (${enough})`,
    `unless on (objective, org) ${POPULATION} < ${LEAST_DISPLAYS}`,
    `unless on (objective, org) max_over_time(${TOLD_NOW}[${secondsIn(short) + MEMORY_SECONDS}s])`,
  ].join('\n');
}

/** Neither waits nor holds: its ranges do. */
function burning(severity: Severity, paces: readonly string[], places: MonitoringPlaces): AlertingRule {
  return {
    alert: 'ErrorBudgetBurning',
    expr: paces.map((pace) => `(${pace})`).join('\nor\n'),
    labels: { severity },
    annotations: annotations('ErrorBudgetBurning', BURNING, places, ofItsOrganisation),
  };
}

const BURNING: AlertText = {
  summary: 'What is promised of {{ $labels.objective }} ({{ $labels.org }}) is being used up',
  description:
    'If it goes on so, the error budget of {{ $labels.objective }} ({{ $labels.org }}) is used up before its thirty days ' +
    'are over. It is not one outage that was told by its own name: look for short ones that come again and again.',
};

const TAKEN_BACK: AlertText = {
  summary: 'A person took back what {{ $labels.action }} had done',
  description:
    'Within the last day something that {{ $labels.action }} had done was taken back, or put back by other means. The ' +
    'machine was wrong, or people did not know: none of the two shall happen.',
};

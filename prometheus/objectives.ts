import { SERVICES, type ServiceName } from '../core/target.ts';

/** What is promised, over thirty days. */
export interface Objective {
  readonly name: string;
  /** The share that must be good. */
  readonly target: number;
  /** The worst that a budget which burns is told as. */
  readonly worst: 'critical' | 'warning';
}

/**
 * Every target of an objective; change it here and run `npm run generate`. Defaults:
 *
 * - a service: 99.5 %, which leaves 3 h 36 min in thirty days. That is one server without a second one, and a restart
 *   by the machine takes two minutes of it.
 * - a fleet: 95 % of the displays that should play. Screens are switched off by people more often than they fail.
 * - repairs: 90 % help, and 90 % of those are verified within a quarter of an hour.
 */
const TARGETS = {
  middleware: 0.995,
  realtime: 0.995,
  web: 0.995,
  fleet: 0.95,
  repairs: 0.9,
  repair_time: 0.9,
} as const satisfies Record<ServiceName | 'fleet' | 'repairs' | 'repair_time', number>;

/** A repair that takes longer counts against `repair_time`; a bound of the histogram. */
export const REPAIRED_WITHIN_SECONDS = 900;

/** With fewer displays each of them is more than the budget: nothing is told then. */
export const LEAST_DISPLAYS = 5;

/** Fewer repairs than these that went wrong say nothing. */
export const LEAST_REPAIRS = 3;

const ofServices: readonly Objective[] = SERVICES.map((name) => ({
  name,
  target: TARGETS[name],
  worst: 'critical',
}));

export const OBJECTIVES: readonly Objective[] = [
  ...ofServices,
  { name: 'fleet', target: TARGETS.fleet, worst: 'critical' },
  // Each repair that is given up is told as critical by itself.
  { name: 'repairs', target: TARGETS.repairs, worst: 'warning' },
  { name: 'repair_time', target: TARGETS.repair_time, worst: 'warning' },
];

export const budgetOf = ({ target }: Objective): number => Number((1 - target).toFixed(6));

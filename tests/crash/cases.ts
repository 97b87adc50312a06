import { drawPlan } from './draw-plan.ts';
import type { Point } from './find-points.ts';
import { fixedPlan } from './fixed-plan.ts';
import type { Plan } from './plan.ts';

/** One run of the suite, with the command that repeats exactly this one. */
export interface Case {
  readonly name: string;
  readonly command: string;
  readonly plan: Plan;
  /** The moment in which it must be killed, where that was found before. */
  readonly moment?: string;
}

export const drawnCase = (seed: number): Case => ({
  name: `run ${seed}`,
  command: `npm run crash -- --run ${seed}`,
  plan: drawPlan(seed),
});

export const fixedCase = ({ point, moment }: Pick<Point, 'point'> & Partial<Point>): Case => ({
  name: `point ${point}`,
  command: `npm run crash -- --point ${point}`,
  plan: fixedPlan(point),
  ...(moment === undefined ? {} : { moment }),
});

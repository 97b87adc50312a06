import { join } from 'node:path';
import { fixedPlan } from './fixed-plan.ts';
import { processUnderTest } from './process-under-test.ts';
import { runPlan } from './run-plan.ts';

/** A moment of the fixed run, by its place among all, counted from 1. */
export interface Point {
  readonly point: number;
  readonly moment: string;
}

/** Around what is written for good, and around what is done. */
const WRITE = /^(before|within|after) (commit|write|schema|file|act)\b/;

/** Lives through the fixed run once, to find all moments in which something is about to be written, or just was. */
export async function findPoints(scratch: string): Promise<Point[]> {
  const underTest = processUnderTest(scratch);
  try {
    const moments = await runPlan(join(scratch, 'points'), fixedPlan(null), underTest);
    return moments
      .map((moment, index) => ({ point: index + 1, moment }))
      .filter(({ moment }) => WRITE.test(moment));
  } finally {
    await underTest.end();
  }
}

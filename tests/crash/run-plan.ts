import type { Plan } from './plan.ts';
import type { ProcessUnderTest } from './process-under-test.ts';
import { prepareRun } from './run-folder.ts';

/**
 * Carries out a plan in a folder: one life after another, each on what the killed one before left, until one ends with
 * the plan.
 *
 * @returns the moments that passed in the last life
 * @throws Error when a process ends by itself
 */
export async function runPlan(
  folder: string,
  plan: Plan,
  underTest: ProcessUnderTest,
): Promise<readonly string[]> {
  prepareRun(folder, plan);
  for (let life = 0; ; life++) {
    const passed = await underTest.live(folder, life);
    if (passed !== null) return passed;
  }
}

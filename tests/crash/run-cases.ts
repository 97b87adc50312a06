import { join } from 'node:path';
import type { Case } from './cases.ts';
import { processUnderTest } from './process-under-test.ts';
import { type CaseFolders, type CaseResult, runCase } from './run-case.ts';

export interface RunOptions extends CaseFolders {
  /** How many at once. */
  readonly jobs: number;
  /** When aborted, only what is under way comes to its end. */
  readonly signal?: AbortSignal;
  onResult?(result: CaseResult): void;
}

/** Carries out cases, several at once; their results come in the order in which they end. */
export async function runCases(cases: readonly Case[], options: RunOptions): Promise<CaseResult[]> {
  const { jobs, scratch, signal, onResult } = options;
  const waiting = cases.values();
  const results: CaseResult[] = [];
  await Promise.all(Array.from({ length: jobs }, work));
  return results;

  async function work(): Promise<void> {
    const underTest = processUnderTest(join(scratch, 'compiled'));
    try {
      for (const one of waiting) {
        if (signal?.aborted) return;
        const result = await runCase(one, underTest, options);
        results.push(result);
        onResult?.(result);
      }
    } finally {
      await underTest.end();
    }
  }
}

import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MutantCoverage, StrykerOptions } from '@stryker-mutator/api/core';
import { declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  type CompleteDryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { type RecordedTest, recordedTests } from './recorded-tests.ts';

/** What the changed sources and we tell each other. */
interface Told {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: MutantCoverage;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}

const STAND_IN = import.meta.resolve('./recorded-tests.ts');

/**
 * Runs tests in the process that has loaded them, each change switched on in turn: starting a process for each would
 * take most of the time.
 */
function createRunner(options: StrykerOptions): TestRunner {
  const told: Told = {};
  Object.assign(globalThis, { __stryker__: told });
  /** The quickest first, once that is known. */
  const took = new Map<string, number>();
  let loaded: Promise<void> | null = null;
  /** Something of an earlier change still goes on in this process. */
  let isSpoiled = false;

  async function load(): Promise<void> {
    registerHooks({
      resolve: (specifier, context, next) =>
        specifier === 'node:test' ? { url: STAND_IN, shortCircuit: true } : next(specifier, context),
    });
    for (const file of options['tests'] as readonly string[]) {
      await import(pathToFileURL(join(process.cwd(), file)).href);
    }
  }

  async function run(one: RecordedTest): Promise<TestResult> {
    const { id } = one;
    const began = performance.now();
    const { failure, hangs } = await one.run();
    isSpoiled ||= hangs;
    const about = { id, name: id, timeSpentMs: performance.now() - began };
    if (failure === null) return { ...about, status: TestStatus.Success };
    const failureMessage = failure instanceof Error ? failure.message : String(failure);
    return { ...about, status: TestStatus.Failed, failureMessage };
  }

  async function runAll(tests: readonly RecordedTest[], bail: boolean): Promise<CompleteDryRunResult> {
    const results: TestResult[] = [];
    for (const test of tests) {
      told.currentTestId = test.id;
      const result = await run(test);
      results.push(result);
      if (bail && result.status === TestStatus.Failed) break;
    }
    return { status: DryRunStatus.Complete, tests: results };
  }

  return {
    capabilities: () => ({ reloadEnvironment: false }),
    async dryRun() {
      loaded ??= load();
      await loaded;
      const result = await runAll(recordedTests(), false);
      for (const { id, timeSpentMs } of result.tests) took.set(id, timeSpentMs);
      const { mutantCoverage } = told;
      return mutantCoverage === undefined ? result : { ...result, mutantCoverage };
    },
    async mutantRun({ activeMutant, hitLimit, testFilter, mutantActivation }) {
      // Stryker starts another one, and asks again.
      if (isSpoiled) process.exit(1);
      Object.assign(told, { hitCount: 0, hitLimit, mutantCoverage: undefined });
      // What is decided while a file is loaded must be changed by then.
      told.activeMutant = mutantActivation === 'static' ? activeMutant.id : undefined;
      loaded ??= load();
      await loaded;
      told.activeMutant = activeMutant.id;
      const wanted = recordedTests()
        .filter(({ id }) => testFilter?.includes(id) ?? true)
        .toSorted((one, other) => (took.get(one.id) ?? 0) - (took.get(other.id) ?? 0));
      const result = await runAll(wanted, true);
      told.activeMutant = undefined;
      return toMutantRunResult(determineHitLimitReached(told.hitCount, hitLimit) ?? result);
    },
  };
}
createRunner.inject = tokens('options');

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'in-process', createRunner)];

import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { type Part, parts } from './parts.ts';

/** Below that a change of the gates or the engine is likely to go unnoticed. */
const LOWEST_SCORE = 80;
const NOTICED = ['Killed', 'Timeout'];
const UNNOTICED = ['Survived', 'NoCoverage'];

const {
  values: { part, mutate },
} = parseArgs({
  options: {
    /** Only this one. */
    part: { type: 'string', multiple: true },
    /** Only these files, or lines of them, as in `remediator/decide.ts:40-60`. */
    mutate: { type: 'string', multiple: true },
  },
});
let [noticed, all] = [0, 0];
for (const one of parts.filter(({ name }) => part === undefined || part.includes(name))) {
  const statuses = await mutated(one);
  noticed += statuses.filter((status) => NOTICED.includes(status)).length;
  all += statuses.filter((status) => [...NOTICED, ...UNNOTICED].includes(status)).length;
}
const score = (100 * noticed) / all;
console.log(`${noticed} of ${all} changes were noticed: ${score.toFixed(1)} %, ${LOWEST_SCORE} % are asked.`);
process.exitCode = score >= LOWEST_SCORE ? 0 : 1;

/** What became of each change of a part, one at a time. */
async function mutated(one: Part): Promise<string[]> {
  const stryker = new Stryker({
    mutate: mutate ?? [...one.mutate],
    // What is said for people to read may be said otherwise.
    mutator: { excludedMutations: ['StringLiteral'] },
    testRunner: 'in-process',
    plugins: [import.meta.resolve('./in-process-runner.ts')],
    tests: one.tests,
    warnings: false,
    coverageAnalysis: 'perTest',
    concurrency: 1,
    timeoutMS: 20_000,
    // The tests of these parts need nothing else.
    ignorePatterns: ['*', '!remediator', '!remediator/**', '!core', '!core/**', '!package.json'],
    // What rewrites it asks TypeScript for an API that TypeScript 7 does not have.
    tsconfigFile: 'none',
    disableTypeChecks: false,
    tempDirName: '.vizora-ops/mutation',
    reporters: ['clear-text', ...(process.stdout.isTTY ? ['progress'] : [])],
    clearTextReporter: {
      allowColor: process.stdout.isTTY,
      allowEmojis: false,
      logTests: false,
      reportTests: false,
      reportMutants: true,
      reportScoreTable: true,
      skipFull: false,
    },
  });
  return (await stryker.runMutationTest()).map(({ status }) => status);
}

import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import pico from 'picocolors';
import { checkSteps } from './check-steps.ts';
import { runStep, type StepResult } from './run-step.ts';

/** The lines with which Node's test runner counts what it ran. */
const counted = /^(?:ℹ|#) (?:tests|pass|fail|cancelled|skipped) \d+$/gm;

const root = dirname(import.meta.dirname);
const { positionals: only } = parseArgs({ allowPositionals: true });
const steps = checkSteps(root).filter(
  ({ name }) => only.length === 0 || only.some((part) => name.includes(part)),
);
const width = Math.max(...steps.map(({ name }) => name.length));

const failed: StepResult[] = [];
for (const step of steps) {
  if (process.exitCode !== undefined) break;
  const result = await runStep(step, root);
  if (!result.ok) failed.push(result);
  const counts =
    result.output.match(counted)?.map((line) => line.slice(2).split(' ').reverse().join(' ')) ?? [];
  const word = result.ok ? pico.green('ok    ') : pico.red('FAILED');
  console.log(
    `${word} ${step.name.padEnd(width)} ${result.seconds.toFixed(1).padStart(6)} s  ${counts.join(', ')}`,
  );
}

for (const { name, output } of failed) {
  console.log(`\n${pico.bold(pico.red(`--- ${name}`))}\n${failuresOnly(output).trimEnd()}`);
}
if (failed.length > 0) {
  console.log(`\ncheck failed: ${failed.map(({ name }) => name).join(', ')}`);
  process.exitCode = 1;
}

/** Of a test run, what failed; of anything else, everything. */
function failuresOnly(output: string): string {
  const at = output.indexOf('✖ failing tests:');
  return at === -1 ? output : output.slice(at);
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { endWithUs } from './end-with-us.ts';

const root = dirname(import.meta.dirname);

const checked = await run(join(root, 'tests/check.ts'));

// One after another: each starts a whole stack, and they would slow each other past their patience.
const tests = globSync('tests/system/**/*.test.ts', { cwd: root }).sort();
const wanted = process.exitCode === undefined;
if (wanted) console.log(`\nsystem tests: ${tests.length} files`);
const passed =
  wanted &&
  tests.length > 0 &&
  (await run('--test', '--test-concurrency=1', '--test-reporter=spec', ...tests));

if (!checked) console.log('\ncheck failed, see above.');
if (tests.length === 0) console.log('\nThere are no system tests.');
process.exitCode = checked && passed ? 0 : 1;

/** Runs Node with these arguments in our terminal; answers whether all went well. */
async function run(...args: string[]): Promise<boolean> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  endWithUs(child);
  const [code] = await once(child, 'close');
  return code === 0;
}

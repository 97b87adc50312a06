import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);
const run = (...args: string[]): boolean =>
  spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status === 0;

const checked = run(join(root, 'tests/check.ts'));

// One after another: each starts a whole stack, and they would slow each other past their patience.
const tests = globSync('tests/system/**/*.test.ts', { cwd: root }).sort();
console.log(`\nsystem tests: ${tests.length} files`);
const passed = tests.length > 0 && run('--test', '--test-concurrency=1', '--test-reporter=spec', ...tests);

if (!checked) console.log('\ncheck failed, see above.');
if (tests.length === 0) console.log('\nThere are no system tests.');
process.exitCode = checked && passed ? 0 : 1;

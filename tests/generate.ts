import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generators } from './generators.ts';

const root = dirname(import.meta.dirname);
for (const generator of generators) {
  if (!existsSync(join(root, generator))) {
    console.error(`${generator} is missing.`);
    process.exitCode = 1;
    continue;
  }
  const args = [join(root, generator), ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}

import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder, root } from './places.mjs';
import { outsideFolder } from './postgres-user.mjs';
import { whatRuns } from './running.mjs';
import { say } from './say.mjs';

const running = whatRuns();
if (running.length > 0) {
  process.stderr.write(`This still runs from here:\n    ${running.join('\n    ')}\nStop it first.\n`);
  process.exitCode = 1;
} else {
  const folders = [dataFolder, outsideFolder, join(root, 'dist'), join(root, 'node_modules')];
  const there = folders.filter((folder) => existsSync(folder));
  for (const folder of there) {
    remove(folder);
    say(`removed ${folder}`);
  }
  if (there.length === 0) say('there is nothing to remove');
}

function remove(folder) {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    if (error.code !== 'EACCES' && error.code !== 'EPERM') throw error;
    process.stderr.write(
      `${error.message}\nAnother user prepared it: run npm run clean as that user, or as root.\n`,
    );
    process.exit(1);
  }
}

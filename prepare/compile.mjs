import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { dataFolder, root } from './places.mjs';
import { lastLines, runProgram } from './run-program.mjs';
import { PrepareError, say } from './say.mjs';

const dist = join(root, 'dist');
const stamp = join(dist, '.compiled-from');
const inputs = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];

/** Whether `dist/` was compiled from the sources as they are now. */
export function distIsFresh() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint();
}

/** Compiles the sources to `dist/`, whole, in one step: no file of a source that is gone stays behind. */
export async function compile(node, { strict = false } = {}) {
  const from = fingerprint();
  const fresh = join(dataFolder, `dist-${process.pid}`);
  const old = `${fresh}-old`;
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  try {
    mkdirSync(fresh, { recursive: true });
    const config = join(root, 'tsconfig.build.json');
    const { code, output } = await runProgram(node, [tsc, '--project', config, '--outDir', fresh], {
      cwd: root,
    });
    const made = readdirSync(fresh).length > 0;
    if (code !== 0 && (strict || !made))
      throw new PrepareError(`The sources do not compile:\n${lastLines(output, 40)}`);
    writeFileSync(join(fresh, '.compiled-from'), from);
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(fresh, dist);
    const errors = output.split('\n').filter((line) => line.includes('error TS')).length;
    say(
      code === 0
        ? 'compiled to dist/'
        : `compiled to dist/ in spite of ${errors} type errors (npm run check lists them)`,
    );
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

/** Name, time and size of each source: enough to see a change, and read in milliseconds. */
function fingerprint() {
  const { include } = JSON.parse(readFileSync(join(root, 'tsconfig.build.json'), 'utf8'));
  const hash = createHash('sha256');
  for (const file of [...inputs, ...include.flatMap(sources)]) {
    const { mtimeMs, size } = statSync(join(root, file));
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

/** The sources among what `include` names: files, or folders with all that is in them. */
function sources(included) {
  const path = join(root, included);
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) {
    return /(?<!\.test|\.test-support)\.(ts|json)$/.test(included) ? [included] : [];
  }
  return readdirSync(path)
    .sort()
    .flatMap((name) => sources(`${included}/${name}`));
}

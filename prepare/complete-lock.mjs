/**
 * Completes package-lock.json after `npm install` from a registry that lacks packages for other platforms.
 *
 * npm leaves an optional package that it cannot find out of the lock file, and `npm ci` then refuses the lock file
 * everywhere. Such a package is never installed here, so its name, its version (which its parent pins) and its
 * platform (which its name tells) are all that the lock file needs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './places.mjs';
import { say } from './say.mjs';

const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

/** The optional packages that the lock file speaks of and does not hold, with what it should hold. */
export function missingFromLock(packages) {
  const missing = {};
  for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (holders(path).some((folder) => packages[`${folder}node_modules/${name}`])) continue;
      missing[`node_modules/${name}`] = {
        version,
        ...platformOf(name),
        ...(dev ? { dev } : {}),
        optional: true,
      };
    }
  }
  return missing;
}

/** The folders in which Node looks for what a package imports, nearest first. */
function holders(path) {
  const parts = path === '' ? [] : path.split(/(?<=^|\/)node_modules\//).slice(1);
  return [...parts.keys(), parts.length].reverse().map((count) => {
    const inner = parts.slice(0, count).map((part) => `node_modules/${part.replace(/\/$/, '')}`);
    return inner.length > 0 ? `${inner.join('/')}/` : '';
  });
}

function platformOf(name) {
  const words = name.split(/[-/]/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor));
  if (os.length === 0 && cpu.length === 0) {
    throw new Error(`${name} is missing from package-lock.json, and its name tells no platform.`);
  }
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : [];
  return Object.fromEntries(Object.entries({ cpu, libc, os }).filter(([, names]) => names.length > 0));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const file = join(root, 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingFromLock(lock.packages);
  const sorted = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) =>
    a.localeCompare(b, 'en'),
  );
  lock.packages = Object.fromEntries(sorted);
  if (Object.keys(missing).length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  say(`${Object.keys(missing).length} packages of other platforms added to package-lock.json`);
}

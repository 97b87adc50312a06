import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { relocate } from './relocate-debian.mjs';
import { lastLines, runProgram } from './run-program.mjs';
import { PrepareError, say } from './say.mjs';

/**
 * Downloads Debian packages with the dependencies that this machine lacks and unpacks them into a folder.
 * Nothing is installed: no maintainer script runs, no daemon starts, the machine's apt state stays as it is.
 *
 * @returns {Promise<Record<string, string>>} the environment in which the unpacked programs find their libraries
 */
export async function unpackDebian(packages, { into, scratch }) {
  for (const tool of ['apt-get', 'apt-config', 'dpkg-deb']) {
    const { code } = await runProgram(tool, ['--version']);
    if (code === 127) throw new PrepareError(`there is no ${tool} on this machine`);
  }
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(join(scratch, 'lists', 'partial'), { recursive: true, mode: 0o700 });
  mkdirSync(join(scratch, 'cache', 'archives', 'partial'), { recursive: true });
  try {
    const apt = await privateApt(scratch);
    say(`downloading ${packages.join(', ')} with apt (unpacked into ${into}, not installed)`);
    const update = await apt(['update']);
    const download = await apt([
      'install',
      '--yes',
      '--download-only',
      '--no-install-recommends',
      ...packages,
    ]);
    if (download.code !== 0) {
      throw new PrepareError(`apt could not download them:\n${lastLines(update.output + download.output)}`);
    }
    await unpackArchives(join(scratch, 'cache', 'archives'), into);
    relocate(into);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  const libraries = libraryFolders(into);
  return libraries.length > 0 ? { LD_LIBRARY_PATH: libraries.join(delimiter) } : {};
}

/** The machine's own apt configuration (sources, proxies, keys) over package lists and a cache of our own. */
async function privateApt(scratch) {
  const config = join(scratch, 'apt.conf');
  const { code, output } = await runProgram('apt-config', ['dump']);
  if (code !== 0) throw new PrepareError(`apt-config dump failed:\n${lastLines(output)}`);
  // Hooks of the machine are about the machine's apt state (clear its cache, refresh its catalogues), not about ours.
  const kept = output.split('\n').filter((line) => !/^(APT::Update|DPkg)::(Pre|Post)-Invoke/i.test(line));
  const own = [
    `Dir::State::lists "${scratch}/lists";`,
    `Dir::Cache "${scratch}/cache";`,
    'Dir::Cache::archives "archives/";',
    'Dir::State::status "/var/lib/dpkg/status";',
    'Dir::Etc::parts "/dev/null";',
    'Dir::Etc::main "/dev/null";',
    // As root, apt downloads as a user who cannot enter a folder of root's.
    'APT::Sandbox::User "root";',
    // The locks of the machine's apt need root, and guard what is not touched here.
    'Debug::NoLocking "true";',
    'Acquire::Languages "none";',
    'APT::Get::List-Cleanup "false";',
  ];
  // Only for our eyes: a proxy's address may hold a password.
  writeFileSync(config, `${[...kept, ...own].join('\n')}\n`, { mode: 0o600 });
  const env = { ...process.env, APT_CONFIG: config, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
  return (args) => runProgram('apt-get', ['--quiet=2', ...args], { env });
}

async function unpackArchives(folder, into) {
  // The C library and the linker that loads it belong together, and the linker is the machine's.
  const archives = readdirSync(folder).filter((file) => file.endsWith('.deb') && !file.startsWith('libc6_'));
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true, mode: 0o755 });
  for (const archive of archives) {
    const { code, output } = await runProgram('dpkg-deb', ['--extract', join(folder, archive), into]);
    if (code !== 0) throw new PrepareError(`${archive} could not be unpacked:\n${lastLines(output)}`);
  }
}

/** Where the dynamic linker would look if the folder were the root: Debian's multi-arch folders and ld.so.conf.d. */
function libraryFolders(below) {
  const folders = ['usr/lib', 'lib'].flatMap((lib) =>
    listNames(join(below, lib))
      .filter((name) => name.includes('-linux-gnu'))
      .map((name) => `${lib}/${name}`),
  );
  const configured = listNames(join(below, 'etc/ld.so.conf.d')).flatMap((file) =>
    readFileSync(join(below, 'etc/ld.so.conf.d', file), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('/')),
  );
  return [...new Set([...folders, ...configured])]
    .map((folder) => join(below, folder))
    .filter((it) => existsSync(it));
}

function listNames(folder) {
  return existsSync(folder) ? readdirSync(folder) : [];
}

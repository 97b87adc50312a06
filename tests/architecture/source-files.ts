import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { matchesGlob } from 'node:path/posix';

export const root: string = dirname(dirname(import.meta.dirname));

/** A file of the project: its path from the root, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The paths of all files that are, or are about to be, in git; a machine without git has them all the same. */
export function projectPaths(): string[] {
  return listedByGit() ?? pathsBelow('', ignoredByGit());
}

/** Null where there is no git, or the files came without their history. */
function listedByGit(): string[] | null {
  // Root may test a folder of somebody else's, which git refuses to look at unless told.
  const git = ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { status, stdout } = spawnSync('git', git, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });
  if (status !== 0) return null;
  return stdout.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
}

/** The lines of `.gitignore` as globs of whole paths. */
function ignoredByGit(): string[] {
  const lines = readFileSync(join(root, '.gitignore'), 'utf8').split('\n');
  const globs = lines.filter((line) => line !== '').map((line) => line.replace(/\/$/, ''));
  return ['.git', ...globs.map((glob) => (glob.startsWith('/') ? glob.slice(1) : `**/${glob}`))];
}

function pathsBelow(folder: string, ignored: readonly string[]): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder + entry.name;
    if (ignored.some((glob) => matchesGlob(path, glob))) return [];
    return entry.isDirectory() ? pathsBelow(`${path}/`, ignored) : [path];
  });
}

/** The project's source files of these endings. */
export function sourceFiles(endings: readonly string[] = ['.ts', '.mjs', '.cjs', '.js']): SourceFile[] {
  return projectPaths()
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

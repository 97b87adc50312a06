import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const root: string = dirname(dirname(import.meta.dirname));

/** A file of the project: its path from the root, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The paths of all files that are, or are about to be, in git. */
export function projectPaths(): string[] {
  // Root may test a folder of somebody else's, which git refuses to look at unless told.
  const git = ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const listed = execFileSync('git', git, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return listed.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
}

/** The project's source files of these endings. */
export function sourceFiles(endings: readonly string[] = ['.ts', '.mjs', '.cjs', '.js']): SourceFile[] {
  return projectPaths()
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

import { constants, type Stats } from 'node:fs';
import { lstat, open, readlink, realpath, stat, statfs } from 'node:fs/promises';
import { dirname, sep } from 'node:path';

/** A file that PM2 says it writes to. */
export interface LogFile {
  readonly path: string;
  /** 0 where it is not there. */
  readonly bytes: number;
  /** Of the file itself, whatever it is called; null where it is not there. */
  readonly inode: number | null;
  /** The disk on which it lies, as the system numbers it; null where it is not there. */
  readonly device: number | null;
  /** Why it may not be trimmed; null when it may. */
  readonly refusal: string | null;
}

/**
 * Looks at one log file, and whether it may be trimmed: a plain file with one name, in one of the folders, that belongs
 * to whom the folder belongs to.
 *
 * @throws Error when it may not be looked at
 */
export async function lookAtLog(path: string, folders: readonly string[]): Promise<LogFile> {
  try {
    const found = await lstat(path);
    const refusal = await objectionTo(found, `${await realpath(dirname(path))}${sep}`, folders);
    const written = await stat(path);
    return { path, bytes: written.isFile() ? written.size : 0, inode: found.ino, device: found.dev, refusal };
  } catch (error) {
    if (!isMissing(error)) throw error;
    return { path, bytes: 0, inode: null, device: null, refusal: 'it is not there' };
  }
}

/**
 * Cuts the head off a log file and keeps its tail, while others write to it: the file system takes whole blocks out of
 * its beginning, so that nothing is copied, nothing that is written meanwhile is lost, and the file is never empty.
 * Whoever writes must append, as PM2 does.
 *
 * @param keepBytes at least so many are left; up to a block more
 * @returns how many bytes went
 * @throws Error when it may not be touched, or the file system cannot do it
 */
export async function trimLog(
  { path, inode }: Pick<LogFile, 'path' | 'inode'>,
  keepBytes: number,
  folders: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const { O_RDWR, O_NOFOLLOW, O_NONBLOCK } = constants;
  // By the opened file, since a name may mean something else a moment later.
  const file = await open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK);
  try {
    const found = await file.stat();
    const place = await readlink(`/proc/self/fd/${file.fd}`);
    const refusal =
      found.ino === inode ? await objectionTo(found, place, folders) : 'it is another file by now';
    if (refusal !== null) throw new Error(`${path}: ${refusal}`);
    const { bsize } = await statfs(path);
    const length = Math.floor((found.size - Math.max(keepBytes, 1)) / bsize) * bsize;
    if (length <= 0) return 0;
    signal.throwIfAborted();
    await collapse(file.fd, length, signal);
    return length;
  } finally {
    await file.close();
  }
}

async function objectionTo(found: Stats, place: string, folders: readonly string[]): Promise<string | null> {
  if (found.isSymbolicLink()) return 'it is a link';
  if (!found.isFile()) return 'it is no plain file';
  if (found.nlink !== 1) return 'it has a second name';
  for (const folder of folders) {
    const root = await realpath(folder).catch(nullIfMissing);
    if (root === null || !place.startsWith(`${root}${sep}`)) continue;
    const { uid } = await stat(root);
    return found.uid === uid ? null : 'it belongs to another user than its folder';
  }
  return 'it lies outside of the folders in which logs are trimmed';
}

const KILLED_AFTER_MS = 30_000;
const LONGEST_COMPLAINT = 200;

/** Node has no name for this call of the system; `fallocate` of util-linux has, on every Debian. */
function collapse(fd: number, length: number, signal: AbortSignal): Promise<void> {
  const { spawn } = process.getBuiltinModule('node:child_process');
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const argv = ['--collapse-range', '--offset', '0', '--length', String(length), '/proc/self/fd/3'];
  const child = spawn('fallocate', argv, {
    stdio: ['ignore', 'ignore', 'pipe', fd],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
    cwd: '/',
    timeout: KILLED_AFTER_MS,
    killSignal: 'SIGKILL',
    signal,
  });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk}`.slice(0, LONGEST_COMPLAINT);
  });
  child.once('error', (error) => reject(new Error(`fallocate cannot be run: ${error.message}`)));
  child.once('close', (code, killedBy) =>
    code === 0
      ? resolve()
      : reject(new Error(`the file system does not trim it (${killedBy ?? code}): ${complaint.trim()}`)),
  );
  return promise;
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

function nullIfMissing(error: unknown): null {
  if (isMissing(error)) return null;
  throw error;
}

import { rmSync, statfsSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** A folder that can be made to lie on a full disk and on an empty one, as seen through a share between the two. */
export interface MovableFolder {
  readonly path: string;
  /** What of a disk is used is above this on the one and below it on the other. */
  readonly ratio: number;
  /** `nowhere`: the folder is gone. */
  moveTo(disk: 'full' | 'empty' | 'nowhere'): void;
}

const SMALLEST_DIFFERENCE = 0.02;

/**
 * Nobody can fill a disk for a test; but there are always disks that are filled differently.
 *
 * @returns null where all disks of this machine are filled alike
 */
export function movableFolder(path: string): MovableFolder | null {
  const disks = FOLDERS.flatMap((folder) => {
    const used = usedShare(folder);
    return used === null ? [] : [{ folder, used }];
  }).sort((a, b) => a.used - b.used);
  const [empty, full] = [disks[0], disks.at(-1)];
  if (empty === undefined || full === undefined || full.used - empty.used < SMALLEST_DIFFERENCE) return null;
  const folders = { empty: empty.folder, full: full.folder };
  const moveTo: MovableFolder['moveTo'] = (disk) => {
    rmSync(path, { force: true });
    if (disk !== 'nowhere') symlinkSync(folders[disk], path);
  };
  moveTo('empty');
  return { path, ratio: (empty.used + full.used) / 2, moveTo };
}

/** Where other disks are most often found, those in memory among them. */
const FOLDERS = ['/', tmpdir(), '/dev/shm', '/run', '/boot', '/var', '/home'];

/** As `df` tells it; null where nothing could fill up. */
function usedShare(folder: string): number | null {
  try {
    const { blocks, bfree, bavail } = statfsSync(folder);
    const used = blocks - bfree;
    return used + bavail > 0 ? used / (used + bavail) : null;
  } catch {
    // Not for us to look at, so not for this either.
    return null;
  }
}

import { statfs } from 'node:fs/promises';
import { withinTime } from '../within-time.ts';

/** How full the disk is on which a folder lies, in bytes. */
export interface DiskUsage {
  readonly totalBytes: number;
  /** Free for everybody, root's reserve left out. */
  readonly availableBytes: number;
  /** Used, as a share of what ordinary users could have: as `df` tells it. */
  readonly usedRatio: number;
}

const TIMEOUT_MS = 5_000;

/**
 * Looks at the disk of a folder. A disk that does not answer, as of a lost network share, is given up after 5 s.
 *
 * @throws Error when it cannot be read
 */
export async function diskUsage(folder: string): Promise<DiskUsage> {
  const { bsize, blocks, bfree, bavail } = await withinTime(
    statfs(folder),
    TIMEOUT_MS,
    () => new Error(`${folder}: no answer in ${TIMEOUT_MS} ms`),
  );
  const used = (blocks - bfree) * bsize;
  const reachable = used + bavail * bsize;
  if (reachable <= 0) throw new Error(`${folder} lies on no disk that could fill up`);
  return { totalBytes: blocks * bsize, availableBytes: bavail * bsize, usedRatio: used / reachable };
}

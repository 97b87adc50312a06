import type { DiskReader, DiskSeen } from '../tools/disks.ts';
import type { createFakeLogFiles } from './fake-log-files.test-support.ts';

const GB = 1_000_000_000;

interface FakeDisk {
  totalBytes: number;
  /** By all that is no log. */
  usedBytes: number;
  readonly device: number;
}

/** Disks of a fake platform, by folder: what its logs hold on them counts, so that trimming frees it. */
export function createFakeDisks(logs: Pick<ReturnType<typeof createFakeLogFiles>, 'bytesOn'>) {
  const disks = new Map<string, FakeDisk>([
    ['/', { totalBytes: 40 * GB, usedBytes: 10 * GB, device: 1 }],
    ['/backups', { totalBytes: 10 * GB, usedBytes: GB, device: 2 }],
  ]);
  const fake = {
    broken: false,
    /** Fills it, logs left out, to this share. */
    fill(folder: string, share: number): void {
      const disk = of(folder);
      disk.usedBytes = share * disk.totalBytes;
    },
    reader: {
      watched: [...disks.keys()],
      async usage(folder): Promise<DiskSeen> {
        if (fake.broken) throw new Error(`${folder}: no answer`);
        const { totalBytes, usedBytes, device } = of(folder);
        const used = Math.min(totalBytes, usedBytes + logs.bytesOn(device));
        return { totalBytes, availableBytes: totalBytes - used, usedRatio: used / totalBytes, device };
      },
    } satisfies DiskReader,
  };
  return fake;

  function of(folder: string): FakeDisk {
    const disk = disks.get(folder);
    if (disk === undefined) throw new Error(`there is no ${folder}`);
    return disk;
  }
}

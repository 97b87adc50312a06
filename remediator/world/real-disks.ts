import { stat } from 'node:fs/promises';
import { diskUsage } from '../../core/files/disk-usage.ts';
import type { DiskReader } from '../tools/disks.ts';

/** The disks of this host. @param watched the folders that the exporter watches, too */
export function realDisks(watched: readonly string[]): DiskReader {
  return {
    watched,
    async usage(folder) {
      // The first has a time limit: what does not answer it is not asked again.
      const usage = await diskUsage(folder);
      const { dev: device } = await stat(folder);
      return { ...usage, device };
    },
  };
}

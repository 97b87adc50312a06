import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface BackupWish {
  /** The age of each, the newest first; default one of an hour and one of a day before. */
  readonly hoursOld?: readonly number[];
  /** The size of the newest as a share of that of the others. */
  readonly newestShare?: number;
  /** Whether the newest is another file than the one that its checksum was made of. */
  readonly damaged?: boolean;
}

/** What passes for the platform's backups: files with the names, times and checksums of such. */
export interface Backups {
  /** Makes the folder hold these backups and no others. */
  write(wish?: BackupWish): void;
  /** Writes healthy ones where the newest is no longer fresh, as the nightly job of the platform does. */
  renew(): void;
}

const HOUR = 3_600_000;
const BYTES = 300_000;
const FRESH_FOR = 12 * HOUR;

export function createBackups(folder: string, now: () => number): Backups {
  const write = ({ hoursOld = [1, 25], newestShare = 1, damaged = false }: BackupWish = {}) => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    hoursOld.forEach((hours, i) => {
      const bytes = i === 0 ? BYTES * newestShare : BYTES;
      writeBackup(folder, now() - hours * HOUR, bytes, damaged && i === 0);
    });
  };
  return {
    write,
    renew() {
      const newest = Math.max(0, ...timesOf(folder));
      if (now() - newest > FRESH_FOR) write();
    },
  };
}

function writeBackup(folder: string, at: number, bytes: number, damaged: boolean): void {
  const stamp = new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const name = `vizora-${stamp}.sql.gz`;
  // Noise, which keeps its size when it is compressed.
  const content = gzipSync(randomBytes(Math.round(bytes)));
  const sum = createHash('sha256').update(content).digest('hex');
  if (damaged) content.writeUInt8(content.readUInt8(content.length >> 1) ^ 1, content.length >> 1);
  const time = new Date(at);
  for (const [file, data] of [
    [name, content],
    [`${name}.sha256`, `${sum}  ${name}\n`],
  ] as const) {
    writeFileSync(join(folder, file), data);
    utimesSync(join(folder, file), time, time);
  }
}

function timesOf(folder: string): number[] {
  mkdirSync(folder, { recursive: true });
  return readdirSync(folder).map((file) => statSync(join(folder, file)).mtimeMs);
}

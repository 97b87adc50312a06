import type { Clock } from '../../core/clock.ts';
import type { LoadedConfig } from '../../core/config/load.ts';
import type { BackupBucket } from '../../core/config/schema.ts';
import { readSecret } from '../../core/config/secret.ts';
import { backupsInDirectory } from '../../core/files/backups-in-directory.ts';
import { createChecksums } from '../../core/files/checksums.ts';
import type { Log } from '../../core/log.ts';
import { oneAtATime } from '../../core/one-at-a-time.ts';
import { backupsInBucket } from '../../core/s3/backups-in-bucket.ts';
import type { Backups, Snapshot } from '../snapshot.ts';
import { serverReading } from './server-reading.ts';

export interface BackupGatherOptions {
  readonly config: { readonly exporter: Pick<LoadedConfig['exporter'], 'backups'> };
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly log: Log;
}

const DIRECTORY_TIMEOUT_MS = 20_000;

/** Looks at each place to which backups go; trouble with one never touches the other. */
export function gatherBackups({ config, env, clock, log }: BackupGatherOptions) {
  const { directory, s3 } = config.exporter.backups;
  const checksums = createChecksums();
  const places: (() => Promise<Backups>)[] = [];
  const add = (
    place: Backups['place'],
    name: string,
    look: () => Promise<NonNullable<Backups['reading']['value']>>,
  ) => {
    const read = serverReading(name, look, { clock, log });
    places.push(async () => ({ place, reading: await read() }));
  };

  if (directory !== undefined) {
    const list = oneAtATime(
      () => backupsInDirectory(directory),
      DIRECTORY_TIMEOUT_MS,
      () => new Error(`${directory} cannot be read within ${DIRECTORY_TIMEOUT_MS} ms`),
    );
    add('directory', 'the folder of the backups', async () => {
      const found = await list();
      const checksum = found.newest === null ? 'absent' : await checksums.of(directory, found.newest);
      return { ...found, checksum };
    });
  }
  // What a bucket stores it compares itself when it is put there.
  if (s3 !== undefined) {
    add('s3', 'the bucket of the backups', async () => ({
      ...(await backupsInBucket(bucketOptions(s3, env))),
      checksum: 'absent',
    }));
  }
  return {
    read: async (): Promise<Snapshot['backups']> =>
      places.length === 0 ? null : Promise.all(places.map((look) => look())),
    close: checksums.close,
  };
}

const bucketOptions = (s3: BackupBucket, env: NodeJS.ProcessEnv) => ({
  bucket: s3.bucket,
  prefix: s3.prefix,
  endpoint: s3.endpoint,
  region: s3.region,
  credentials: () => ({
    accessKeyId: readSecret(s3.access_key_id, 'exporter.backups.s3.access_key_id', env),
    secretAccessKey: readSecret(s3.secret_access_key, 'exporter.backups.s3.secret_access_key', env),
  }),
});

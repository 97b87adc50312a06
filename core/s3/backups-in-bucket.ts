import { basename } from 'node:path/posix';
import type { ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { type Backup, isBackupName, type NewestBackups, NO_BACKUPS, withBackup } from '../files/backup.ts';
import { ServerError } from '../server-error.ts';
import { bucketError } from './bucket-error.ts';

export interface BucketOptions {
  readonly bucket: string;
  /** Of the keys that are looked at. */
  readonly prefix: string;
  /** Of an S3-compatible service; without one it is Amazon's. */
  readonly endpoint?: string | undefined;
  readonly region: string;
  /** Asked for at each look, so that they can be rotated. @throws SecretError */
  credentials(): { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** For each answer, in ms; default 10 s. */
  readonly timeoutMs?: number;
  /** For the whole list, which may have many pages, in ms; default a minute. */
  readonly listWithinMs?: number;
}

const TIMEOUT_MS = 10_000;
const LIST_WITHIN_MS = 60_000;
const ATTEMPTS = 2;

/** The newest backups among the objects of a bucket, all pages of its list read. @throws ServerError, SecretError */
export async function backupsInBucket(options: BucketOptions): Promise<NewestBackups> {
  const { bucket, prefix, endpoint, region, timeoutMs = TIMEOUT_MS } = options;
  const credentials = options.credentials();
  const { paginateListObjectsV2, S3Client } = await import('@aws-sdk/client-s3');
  const client = new S3Client({
    region,
    credentials,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: timeoutMs,
      requestTimeout: timeoutMs,
      throwOnRequestTimeout: true,
      socketTimeout: timeoutMs,
    },
  });
  const abortSignal = AbortSignal.timeout(options.listWithinMs ?? LIST_WITHIN_MS);
  try {
    let found = NO_BACKUPS;
    const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix }, { abortSignal });
    for await (const page of pages) {
      for (const backup of backupsOf(page)) found = withBackup(found, backup);
    }
    return found;
  } catch (error) {
    throw bucketError(error, `the bucket ${bucket}`);
  } finally {
    client.destroy();
  }
}

function* backupsOf(page: ListObjectsV2CommandOutput): Iterable<Backup> {
  const { Contents = [], IsTruncated, NextContinuationToken } = page;
  // Something else that answers 200 would look like a bucket that is empty.
  if (IsTruncated === undefined) throw new ServerError('unexpected', 'what answers is no list of objects');
  if (IsTruncated && NextContinuationToken === undefined) {
    throw new ServerError('unexpected', 'a list that has more, and does not tell where');
  }
  for (const { Key, Size, LastModified } of Contents) {
    if (Key === undefined || Size === undefined || LastModified === undefined) {
      throw new ServerError('unexpected', 'an object without a key, a size or a time');
    }
    if (isBackupName(nameOf(Key))) yield { name: Key, sizeBytes: Size, at: LastModified.getTime() };
  }
}

/** Empty for what only marks a folder. */
const nameOf = (key: string): string => (key.endsWith('/') ? '' : basename(key));

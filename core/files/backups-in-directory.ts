import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isBackupName, type NewestBackups, NO_BACKUPS, withBackup } from './backup.ts';

/**
 * The newest backups among the files of a folder; what lies in folders below it does not count.
 *
 * @throws Error when the folder cannot be read
 */
export async function backupsInDirectory(directory: string): Promise<NewestBackups> {
  let found = NO_BACKUPS;
  for await (const entry of await opendir(directory)) {
    if (!entry.isFile() || !isBackupName(entry.name)) continue;
    const file = await statUnlessGone(join(directory, entry.name));
    if (file !== null)
      found = withBackup(found, { name: entry.name, sizeBytes: file.size, at: file.mtimeMs });
  }
  return found;
}

/** Old backups are removed while we look. */
async function statUnlessGone(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

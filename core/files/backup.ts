/** One backup, as a folder or a bucket lists it. */
export interface Backup {
  readonly name: string;
  readonly sizeBytes: number;
  /** When it was written last, in ms since the epoch. */
  readonly at: number;
}

/** The two that count; null where there are not so many. */
export interface NewestBackups {
  readonly newest: Backup | null;
  readonly before: Backup | null;
}

export const NO_BACKUPS: NewestBackups = { newest: null, before: null };

/** Keeps the newest two, however many there are. */
export function withBackup({ newest, before }: NewestBackups, found: Backup): NewestBackups {
  if (newest === null || isNewer(found, newest)) return { newest: found, before: newest };
  return before === null || isNewer(found, before) ? { newest, before: found } : { newest, before };
}

/** Of one moment two are told apart by their names, so that the order in which they are listed says nothing. */
const isNewer = (a: Backup, b: Backup): boolean => (a.at === b.at ? a.name > b.name : a.at > b.at);

/** What is being written, what belongs to a backup, and what tells about it. */
const NO_BACKUP = /^\.|\.(tmp|temp|part|partial|sha\d+(sum)?|md5(sum)?|asc|sig|log)$/i;

/** Is this the name of a backup, to judge by the name alone? */
export const isBackupName = (name: string): boolean => name !== '' && !NO_BACKUP.test(name);

/** One backup, as a folder or a bucket lists it. */
export interface Backup {
  readonly name: string;
  readonly sizeBytes: number;
  /** When it was written last, in ms since the epoch. */
  readonly at: number;
}

/** Those that count: the newest, null where there is none, and some before it, newest first. */
export interface NewestBackups {
  readonly newest: Backup | null;
  readonly before: readonly Backup[];
}

export const NO_BACKUPS: NewestBackups = { newest: null, before: [] };

/** With backups made daily, those of a week besides the newest. */
const KEPT_BEFORE = 7;

/** Keeps the newest eight, however many there are. */
export function withBackup({ newest, before }: NewestBackups, found: Backup): NewestBackups {
  if (newest === null) return { newest: found, before };
  const [first = found, ...others] = [newest, ...before, found].sort(newestFirst);
  return { newest: first, before: others.slice(0, KEPT_BEFORE) };
}

/** Of one moment two are told apart by their names, so that the order in which they are listed says nothing. */
const newestFirst = (a: Backup, b: Backup): number => b.at - a.at || (a.name > b.name ? -1 : 1);

/** What is being written, what belongs to a backup, and what tells about it. */
const NO_BACKUP = /^\.|\.(tmp|temp|part|partial|sha\d+(sum)?|md5(sum)?|asc|sig|log)$/i;

/** Is this the name of a backup, to judge by the name alone? */
export const isBackupName = (name: string): boolean => name !== '' && !NO_BACKUP.test(name);

import { bad, type Finding, good, unknown } from '../verdict.ts';

/** What goes on in a database that a vacuum would disturb, or be of no use beside. */
export interface DatabaseActivity {
  readonly isReplica: boolean;
  /** Sessions of which our role may not see what they do. */
  readonly hiddenSessions: number;
  /** Of the oldest open transaction in this database, in seconds; 0 where there is none. */
  readonly longestTransactionSeconds: number;
  /** Programs that make a copy of it, by name. */
  readonly backups: readonly string[];
  /** Vacuums that run now, autovacuum's included, and rewritings of a table. */
  readonly vacuums: number;
}

/**
 * Does anything stand against a vacuum now? A long transaction keeps the dead rows alive, and a backup or another vacuum
 * needs the disk. Unknown where our role does not see everybody.
 *
 * @param longTransaction in ms
 */
export function vacuumHindered(activity: DatabaseActivity, longTransaction: number): Finding {
  const { isReplica, hiddenSessions, longestTransactionSeconds, backups, vacuums } = activity;
  if (isReplica) return bad('it is a replica');
  if (backups.length > 0) return bad(`a backup is being made (${backups.join(', ')})`);
  if (vacuums > 0) return bad('another vacuum is at work');
  const seconds = Math.round(longestTransactionSeconds);
  if (longestTransactionSeconds * 1_000 >= longTransaction) {
    return bad(`a transaction has been open for ${seconds} s, and keeps dead rows alive`);
  }
  return hiddenSessions > 0
    ? unknown('not_readable', 'our role does not see what all sessions do; it needs pg_read_all_stats')
    : good;
}

import { bad, type Finding, good, unknown } from '../verdict.ts';

/** Used, as a share of a quota; null where there is no quota, so that nothing can be said. */
export function usedShare(usedBytes: number, quotaBytes: number): number | null {
  return quotaBytes > 0 ? usedBytes / quotaBytes : null;
}

/** Is the storage of an organisation, or a disk, full to `atLeast` or beyond? Shares are 0 to 1 and can be above. */
export function storageHigh(usedRatio: number | null, atLeast: number): Finding {
  if (usedRatio === null) return unknown('not_readable', 'it has no quota');
  return usedRatio >= atLeast ? bad(`${Math.floor(usedRatio * 100)} % used`) : good;
}

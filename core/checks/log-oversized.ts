import { bad, type Finding, good, unknown } from '../verdict.ts';

/** The logs of one app together. */
export interface LogSize {
  /** Null where one of them may not be looked at. */
  readonly bytes: number | null;
  readonly detail?: string;
}

/** Have the logs of an app grown beyond so many bytes? */
export function logOversized({ bytes, detail }: LogSize, limit: number): Finding {
  if (bytes === null) return unknown('not_readable', detail);
  return bytes > limit ? bad(`${bytes} bytes of logs`) : good;
}

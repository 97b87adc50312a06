/** Whoever writes a file has most often written something of it within this time. */
const BEING_WRITTEN_MS = 2 * 60_000;

/** Was the file, last written at `at`, written so lately that there may be more to come? */
export const mayBeWritten = ({ at }: { readonly at: number }, now: number): boolean =>
  now - at < BEING_WRITTEN_MS;

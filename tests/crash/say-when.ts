import { BEGINNING } from './plan.ts';

/** A time as people compare it with others of the same run, as in `+00:12:31.500`. */
export const sayWhen = (at: number): string => `+${new Date(at - BEGINNING).toISOString().slice(11, 23)}`;

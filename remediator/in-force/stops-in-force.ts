import { lstatSync } from 'node:fs';
import type { Ledger } from '../ledger/ledger.ts';

export const STOP_SOURCES = ['file', 'operator', 'signal'] as const;

export interface StopInForce {
  readonly source: (typeof STOP_SOURCES)[number];
  readonly reason: string;
}

/** Every global stop there is now; each alone is enough. A stop file that cannot be looked for counts as there. */
export function stopsInForce(ledger: Pick<Ledger, 'stops'>, stopFile: string): StopInForce[] {
  const remembered = ledger.stops.active();
  const trouble = fileStop(stopFile);
  return trouble === null ? remembered : [{ source: 'file', reason: trouble }, ...remembered];
}

function fileStop(path: string): string | null {
  try {
    lstatSync(path);
    return `the file ${path} is there`;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return code === 'ENOENT' ? null : `the file ${path} cannot be looked for (${code})`;
  }
}

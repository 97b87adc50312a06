import { readableName } from '../target.ts';

/** What is read of a content to know what it takes. */
export interface SizedContent {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  /** In bytes; null where the platform does not know. */
  readonly fileSize: number | null;
}

/** What fills the storage of an organisation. */
export interface Fill {
  /** Largest first; those whose size is not known are left out. */
  readonly largest: readonly { readonly id: string; readonly name: string; readonly bytes: number }[];
  /** In what is not shown any more, and would be freed if it were deleted: archiving frees none. */
  readonly recoverableBytes: number;
}

const NAMED = 3;
const OVER: readonly string[] = ['archived', 'expired'];

/** What a person needs who has to make room, out of all contents that there are. */
export function whatFills(contents: readonly SizedContent[]): Fill {
  const largest = contents
    .flatMap(({ id, name, fileSize }) =>
      fileSize === null ? [] : [{ id, name: readableName(name), bytes: fileSize }],
    )
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, NAMED);
  const over = contents.filter(({ status }) => OVER.includes(status));
  return { largest, recoverableBytes: over.reduce((sum, { fileSize }) => sum + (fileSize ?? 0), 0) };
}

export function describeFill({ largest, recoverableBytes }: Fill): string {
  const named = largest.map(({ name, bytes }) => `${inBytes(bytes)} ${name}`).join(', ');
  const recoverable = `${inBytes(recoverableBytes)} in what is archived or expired`;
  return named === '' ? recoverable : `largest: ${named}; ${recoverable}`;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** For people, as in `1.5 GB`. */
export function inBytes(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1_000 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${UNITS[power]}`;
}

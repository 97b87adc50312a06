import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes a random bearer token in a file that only we can read, unless the file is there already. */
export function tokenFile(path: string): string {
  if (!existsSync(path)) secretFile(path, randomBytes(32).toString('hex'));
  return path;
}

/** Writes a secret to a file that only we can read. */
export function secretFile(path: string, secret: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${secret}\n`, { mode: 0o600 });
  return path;
}

export const readToken = (path: string): string => readFileSync(path, 'utf8').trim();

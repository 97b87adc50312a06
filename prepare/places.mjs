import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Everything that is prepared or written at run time, ignored by git. */
export const dataFolder = join(root, '.vizora-ops');

export function makeDataFolder() {
  mkdirSync(dataFolder, { recursive: true });
  // Whatever the umask: PostgreSQL, as another user, has to pass through (and cannot list).
  if (process.getuid?.() === 0) chmodSync(dataFolder, 0o711);
}

import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { copyStore } from '../core/journal/copy-store.ts';
import { STORE_FILE, verifyStore } from '../core/journal/read-store.ts';
import type { AuditContext } from './audit.ts';
import { EXIT, type ExitCode } from './exit.ts';

/** Copies the store while the remediator runs, and checks the journal in the copy; a copy that is not intact says so. */
export async function backup({ dataDir, key, json, print }: AuditContext, file: string): Promise<ExitCode> {
  const to = resolve(file);
  copyStore(join(dataDir, STORE_FILE), to);
  const verdict = await verifyStore(to, key);
  // Reading leaves these beside it.
  for (const beside of ['-wal', '-shm']) rmSync(`${to}${beside}`, { force: true });
  if (json) print(JSON.stringify({ file: to, ...verdict }));
  else if (!verdict.intact) print(`Copied to ${to}, but its journal is NOT intact: ${verdict.problem}.`);
  else {
    print(
      `Copied to ${to}: the journal in it is intact, height ${verdict.height}, head ${verdict.head.slice(0, 12)}.\n` +
        'The key is not in it: without the key nobody can check it, so keep both, and apart.',
    );
  }
  return verdict.intact ? EXIT.good : EXIT.bad;
}

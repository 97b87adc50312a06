import { appendFileSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Places } from '../../places.ts';
import { APPS } from '../../settings.ts';
import type { Backups } from '../backups.ts';
import { breakable, type PlatformFault } from './platform-fault.ts';

const Nothing = z.strictObject({});

/** What is wrong with files on the platform's host. */
export function fileFaults({ logs }: Places, backups: Backups): PlatformFault[] {
  return [
    breakable({
      name: 'log_oversized',
      about:
        'The log of an app has grown beyond measure; its new part is a hole, which takes no room on the disk.',
      parameters: z.strictObject({
        app: z.enum(APPS),
        bytes: z.int().min(1).default(150_000_000),
      }),
      async break({ app, bytes }) {
        const file = join(logs, `${app}.log`);
        const { size } = statSync(file);
        truncateSync(file, size + bytes);
        return async () => {
          const sinceThen = readFileSync(file).subarray(size + bytes);
          truncateSync(file, size);
          appendFileSync(file, sinceThen);
        };
      },
    }),
    breakable({
      name: 'backup_stale',
      about: 'The newest backup is 30 hours old.',
      parameters: Nothing,
      async break() {
        backups.write({ hoursOld: [30, 54] });
        return async () => backups.write();
      },
    }),
    breakable({
      name: 'backup_missing',
      about: 'There is no backup at all.',
      parameters: Nothing,
      async break() {
        backups.write({ hoursOld: [] });
        return async () => backups.write();
      },
    }),
    breakable({
      name: 'backup_shrunk',
      about: 'The newest backup is a fifth of the size of the one before.',
      parameters: Nothing,
      async break() {
        backups.write({ newestShare: 0.2 });
        return async () => backups.write();
      },
    }),
    breakable({
      name: 'backup_damaged',
      about: 'The newest backup does not match its checksum.',
      parameters: Nothing,
      async break() {
        backups.write({ damaged: true });
        return async () => backups.write();
      },
    }),
  ];
}

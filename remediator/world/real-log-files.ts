import { join } from 'node:path';
import { lookAtLog, trimLog } from '../../core/files/log-file.ts';
import { createOneAtATime } from '../one-at-a-time.ts';
import type { LogWriter } from '../tools/log-files.ts';

export interface LogFileOptions {
  /** Where logs may be trimmed; empty for where PM2 puts them by itself. */
  readonly folders: readonly string[];
  /** PM2's own. */
  readonly home: string;
}

/** The log files of this host. */
export function realLogFiles({ folders, home }: LogFileOptions): LogWriter {
  const allowed = folders.length === 0 ? [join(home, 'logs')] : folders;
  const alone = createOneAtATime();
  return {
    look: (paths) => Promise.all(paths.map((path) => lookAtLog(path, allowed))),
    // What is trimmed twice at once would lose more than was meant.
    trim: (file, keepBytes, signal) => alone(() => trimLog(file, keepBytes, allowed, signal)),
  };
}

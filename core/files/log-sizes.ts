import { stat } from 'node:fs/promises';

/** How large the logs of one app are, all its processes together. */
export interface AppLogs {
  readonly app: string;
  /** Null where one of the files may not be looked at, and `detail` says why. */
  readonly bytes: number | null;
  readonly detail?: string;
}

/** What is read of a process that PM2 manages. */
interface LoggingProcess {
  readonly name: string;
  readonly logFiles: readonly string[];
}

/**
 * Looks at the files that PM2 writes now, and not at what a rotation has set aside. A file that the processes of
 * an app share counts once; one that is not there has no bytes.
 */
export function logSizes(processes: readonly LoggingProcess[]): Promise<readonly AppLogs[]> {
  const filesOf = new Map<string, Set<string>>();
  for (const { name, logFiles } of processes) {
    const files = filesOf.get(name) ?? new Set();
    for (const file of logFiles) files.add(file);
    filesOf.set(name, files);
  }
  return Promise.all([...filesOf].map(([app, files]) => sizeOf(app, files)));
}

async function sizeOf(app: string, files: ReadonlySet<string>): Promise<AppLogs> {
  let bytes = 0;
  for (const file of files) {
    try {
      const found = await stat(file);
      // What is no file, such as /dev/null, does not grow.
      if (found.isFile()) bytes += found.size;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') continue;
      return { app, bytes: null, detail: error instanceof Error ? error.message : String(error) };
    }
  }
  return { app, bytes };
}

import type { Json, Looking } from '../action.ts';

export type LogFile = Awaited<ReturnType<Looking['logs']['look']>>[number];
type Eyes = Pick<Looking, 'listProcesses' | 'logs'>;

/** The files that PM2 itself names for these apps; null when it did not answer. */
export async function pathsOf(
  apps: readonly string[],
  look: Pick<Looking, 'listProcesses'>,
): Promise<readonly string[] | null> {
  const { processes } = await look.listProcesses();
  const own = processes?.filter(({ name }) => apps.includes(name));
  return own === undefined ? null : [...new Set(own.flatMap(({ logFiles }) => logFiles))];
}

/** The same, looked at. */
export async function filesOf(apps: readonly string[], look: Eyes): Promise<readonly LogFile[] | null> {
  const paths = await pathsOf(apps, look);
  return paths === null ? null : look.logs.look(paths);
}

/** What is written down of them. */
export const shown = (files: readonly LogFile[]) => ({
  bytes: sumOf(files),
  files: files.map(({ path, bytes }) => ({ path, bytes })) satisfies Json[],
});

export const sumOf = (files: readonly Pick<LogFile, 'bytes'>[]): number =>
  files.reduce((sum, { bytes }) => sum + bytes, 0);

import type { LogFile } from '../../core/files/log-file.ts';

export interface LogReader {
  /** @throws Error when one of them may not be looked at */
  look(paths: readonly string[]): Promise<readonly LogFile[]>;
}

export interface LogWriter extends LogReader {
  /**
   * Cuts the head off one file and keeps its tail, so that whoever writes to it loses nothing.
   *
   * @returns how many bytes went
   * @throws Error when it may not be touched, or cannot be trimmed
   */
  trim(file: Pick<LogFile, 'path' | 'inode'>, keepBytes: number, signal: AbortSignal): Promise<number>;
}

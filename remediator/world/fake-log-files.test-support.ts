import type { LogFile } from '../../core/files/log-file.ts';
import type { LogWriter } from '../tools/log-files.ts';
import type { TakeAct } from './fake-tables.test-support.ts';

/** Log files of a fake platform, by path; those that are not there have no bytes. */
export function createFakeLogFiles(act: TakeAct) {
  const files = new Map<string, LogFile>();
  const of = (path: string): LogFile =>
    files.get(path) ?? { path, bytes: 0, inode: null, device: null, refusal: 'it is not there' };
  return {
    bytesOf: (path: string): number => of(path).bytes,
    bytesOn: (device: number): number =>
      [...files.values()].reduce((sum, file) => sum + (file.device === device ? file.bytes : 0), 0),
    put(path: string, bytes: number, special: Partial<LogFile> = {}): void {
      files.set(path, { path, bytes, inode: files.size + 1, device: 1, refusal: null, ...special });
    },
    writer: {
      look: async (paths) => paths.map(of),
      async trim({ path }: Pick<LogFile, 'path'>, keepBytes) {
        const { bytes } = of(path);
        await act({ verb: 'trim', on: path, value: keepBytes }, () => {
          files.set(path, { ...of(path), bytes: Math.min(bytes, keepBytes) });
        });
        return Math.max(0, bytes - keepBytes);
      },
    } satisfies LogWriter,
  };
}

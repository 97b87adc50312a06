import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A program of the local stack: where it is, and what to add to the environment that it is started with. */
export interface Program {
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The programs that the local stack runs, as `prepare/` found or unpacked them. */
export interface Programs {
  readonly prometheus: Program;
  readonly promtool: Program;
  readonly alertmanager: Program;
  readonly amtool: Program;
  readonly redisServer: Program;
  readonly postgres: Program;
  readonly initdb: Program;
  /** PostgreSQL refuses root: whom it runs as; null = as ourselves. */
  readonly postgresUser: { readonly uid: number; readonly gid: number } | null;
  /** A folder that this user owns and can reach, for data and sockets. */
  readonly postgresDataRoot: string;
}

const ownDataFolder = join(import.meta.dirname, '..', '..', '.vizora-ops');

/** Reads what `prepare/` wrote down. @throws Error that says how to prepare, when it has not been done. */
export function loadPrograms(dataFolder: string = ownDataFolder): Programs {
  const file = join(dataFolder, 'programs.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Programs;
  } catch (cause) {
    throw new Error(`${file} cannot be read. Run npm start or npm run prepare:programs, which write it.`, {
      cause,
    });
  }
}

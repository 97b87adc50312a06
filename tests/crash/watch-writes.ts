import fs, { closeSync, openSync, writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename, dirname } from 'node:path';
import { DatabaseSync, StatementSync } from 'node:sqlite';

/** Tells of the writes of this process. */
export interface WriteWatch {
  /** From now on, told of SQLite's writes and of those to the files of one folder. */
  watch(folder: string, pass: (moment: string) => void): void;
  rest(): void;
}

/**
 * Sees each write of this process, whatever writes and however, without the program's knowing. Moments are told as:
 *
 * - `before write`, `after write`: of a statement that is on disk with its return
 * - `within`: a statement of a transaction has been carried out
 * - `before commit`, `after commit`: with the kinds of all records that it adds to the journal
 * - `before file`, `within file`, `after file`: `within` it, the file is there and empty
 */
export function watchWrites(): WriteWatch {
  let watched = { folder: '', pass: (_moment: string): void => undefined };
  const nobody = watched;
  const pass = (moment: string) => watched.pass(moment);
  watchSqlite(pass);
  watchFiles((file) => dirname(file) === watched.folder, pass);
  return {
    watch(folder, told) {
      watched = { folder, pass: told };
    },
    rest() {
      watched = nobody;
    },
  };
}

function watchSqlite(pass: (moment: string) => void): void {
  const { exec, prepare } = DatabaseSync.prototype;
  const { run } = StatementSync.prototype;
  const databases = new WeakMap<StatementSync, DatabaseSync>();
  const kinds = new WeakMap<DatabaseSync, Set<string>>();

  function around<T>(name: string, work: () => T): T {
    pass(`before ${name}`);
    const result = work();
    pass(`after ${name}`);
    return result;
  }

  DatabaseSync.prototype.prepare = function (...sql) {
    const statement = prepare.apply(this, sql);
    databases.set(statement, this);
    return statement;
  };
  DatabaseSync.prototype.exec = function (sql) {
    const work = () => exec.call(this, sql);
    if (sql === 'COMMIT') around(`commit: ${[...(kinds.get(this) ?? ['no record'])].join(' ')}`, work);
    else if (sql.includes('CREATE TABLE')) around('schema', work);
    else work();
    if (!this.isTransaction) kinds.delete(this);
  };
  StatementSync.prototype.run = function (this: StatementSync, ...values: Parameters<typeof run>) {
    const table = /\b(?:INTO|UPDATE|FROM)\s+(\w+)/.exec(this.sourceSQL)?.[1] ?? this.sourceSQL;
    const database = databases.get(this);
    const work = () => run.apply(this, values);
    if (database?.isTransaction !== true) return around(`write: ${table}`, work);
    const result = work();
    const isRecord = /^\s*INSERT INTO journal\b/.test(this.sourceSQL);
    if (isRecord) kinds.set(database, (kinds.get(database) ?? new Set()).add(String(values[2])));
    pass(`within: ${table}${isRecord ? ` ${values[2]}` : ''}`);
    return result;
  } as typeof run;
}

function watchFiles(isWatched: (file: string) => boolean, pass: (moment: string) => void): void {
  const { writeFileSync, renameSync } = fs;
  fs.writeFileSync = (file, data, options) => {
    if (typeof file !== 'string' || !isWatched(file)) return writeFileSync(file, data, options);
    const { flag = 'w', mode } = typeof options === 'object' && options !== null ? options : {};
    const name = basename(file);
    pass(`before file: ${name}`);
    const open = openSync(file, flag, mode);
    pass(`within file: ${name}`);
    writeSync(open, String(data));
    closeSync(open);
    pass(`after file: ${name}`);
  };
  fs.renameSync = (from, to) => {
    const name = basename(String(to));
    const ours = isWatched(String(to));
    if (ours) pass(`before file: ${name}`);
    renameSync(from, to);
    if (ours) pass(`after file: ${name}`);
  };
  syncBuiltinESMExports();
}

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

const root = dirname(import.meta.dirname);

/** Everything that is in memory once a module and all that it imports have been loaded. */
function loadedBy(...modules: readonly string[]): string[] {
  const script = `
    import { createRequire, registerHooks } from 'node:module';
    const urls = [];
    registerHooks({ load: (url, context, next) => (urls.push(url), next(url, context)) });
    for (const module of ${JSON.stringify(modules)}) await import(module);
    const { cache } = createRequire(${JSON.stringify(join(root, 'package.json'))});
    console.log(JSON.stringify([...process.moduleLoadList, ...Object.keys(cache), ...urls]));`;
  const text = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: root,
    encoding: 'utf8',
  });
  return JSON.parse(text) as string[];
}

/** What an import of more than is used would load: a value from `node:http`, and `undici` by its entry point. */
const COSTLY = [
  /^NativeModule internal\/deps\/undici\/undici$/,
  /node_modules\/undici\/lib\/web\/fetch\/index\.js$/,
];

/** Packages for what is off unless it is configured. */
const ON_DEMAND = /node_modules\/(nodemailer|ioredis|pg|@aws-sdk\/[^/]+)\//;

describe('the resident programs', () => {
  for (const program of ['exporter/start-exporter.ts', 'remediator/start-remediator.ts']) {
    it(`load neither the fetch of Node nor that of undici: ${program}`, () => {
      const loaded = loadedBy(pathToFileURL(join(root, program)).href);
      assert.deepEqual(
        loaded.filter((name) => COSTLY.some((module) => module.test(name))),
        [],
        'it costs 4 to 10 MB; see core/vizora/transport.ts and core/probe/fetch-once.ts for the way around',
      );
    });
  }

  for (const program of ['exporter/start-exporter.ts', 'remediator/start-remediator.ts']) {
    it(`load what only some installations need when it is needed: ${program}`, () => {
      const loaded = loadedBy(pathToFileURL(join(root, program)).href);
      assert.deepEqual(
        loaded.filter((name) => ON_DEMAND.test(name)),
        [],
        'a dynamic import where it is configured costs nothing where it is not',
      );
    });
  }

  it('would be found out, as these imports are', () => {
    for (const name of ['nodemailer', 'ioredis'])
      assert.ok(
        loadedBy(name).some((it) => ON_DEMAND.test(it)),
        name,
      );
    const loaded = loadedBy('node:http', 'undici');
    for (const module of COSTLY)
      assert.ok(
        loaded.some((name) => module.test(name)),
        String(module),
      );
  });
});

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

/** What only those load who have configured what it is for. */
const PACKAGES = ['pg', 'ioredis', '@aws-sdk/client-s3', 'nodemailer'];
const ofPackages = /node_modules\/(pg|ioredis|@aws-sdk|@smithy|nodemailer)\//;

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

  it('load no package before what it is for is configured', () => {
    const modules = ['exporter/start-exporter.ts', 'remediator/start-remediator.ts'];
    const loaded = loadedBy(...modules.map((module) => pathToFileURL(join(root, module)).href));
    assert.deepEqual(
      loaded.filter((name) => ofPackages.test(name)),
      [],
      'it costs 3 to 12 MB; import it where it is used, with await import()',
    );
  });

  it('would be found out, as these imports are', () => {
    const loaded = loadedBy('node:http', 'undici');
    for (const module of COSTLY)
      assert.ok(
        loaded.some((name) => module.test(name)),
        String(module),
      );
    for (const name of PACKAGES)
      assert.ok(
        loadedBy(name).some((path) => ofPackages.test(path)),
        name,
      );
  });
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

const root = dirname(import.meta.dirname);

/** Everything that is in memory once a module and all that it imports have been loaded. */
function loadedBy(...modules: readonly string[]): string[] {
  const script = `
    import { createRequire } from 'node:module';
    for (const module of ${JSON.stringify(modules)}) await import(module);
    const { cache } = createRequire(${JSON.stringify(join(root, 'package.json'))});
    console.log(JSON.stringify([...process.moduleLoadList, ...Object.keys(cache)]));`;
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

  it('would be found out, as these imports are', () => {
    const loaded = loadedBy('node:http', 'undici');
    for (const module of COSTLY)
      assert.ok(
        loaded.some((name) => module.test(name)),
        String(module),
      );
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { importsOf } from './imports-of.ts';
import { type SourceFile, sourceFiles } from './source-files.ts';

/** Folders of units, each of which names all of its units in its index.ts; a unit may have parts beside it. */
const folders = ['exporter/agents', 'remediator/actions'];

/** A unit may be split into several files: those that a listed file imports are listed with it. */
function unlisted(folder: string, files: readonly SourceFile[]): string[] {
  const inFolder = new Map(
    files.filter(({ path }) => path.startsWith(`${folder}/`)).map((file) => [file.path, file]),
  );
  const listed = new Set([`${folder}/index.ts`]);
  for (const path of listed) {
    const file = inFolder.get(path);
    for (const imported of file === undefined ? [] : importsOf(file)) {
      if (inFolder.has(imported)) listed.add(imported);
    }
  }
  return [...inFolder.keys()].filter(
    (path) => !/\.(test|test-support|d)\.ts$/.test(path) && !listed.has(path),
  );
}

describe('a list of units', () => {
  for (const folder of folders) {
    it(`names every file of ${folder}`, () => {
      const files = sourceFiles(['.ts']);
      assert.ok(
        files.some(({ path }) => path === `${folder}/index.ts`),
        `${folder}/index.ts is missing`,
      );
      assert.deepEqual(unlisted(folder, files), [], 'a unit that no list names never runs');
    });
  }

  it('is checked: a planted unit that it does not name is found', () => {
    const files = [
      { path: 'exporter/agents/index.ts', text: "import { a } from './a.ts';" },
      { path: 'exporter/agents/a.ts', text: "import { part } from './part-of-a.ts';" },
      { path: 'exporter/agents/part-of-a.ts', text: '' },
      { path: 'exporter/agents/a.test.ts', text: '' },
      { path: 'exporter/agents/b.ts', text: '' },
    ];
    assert.deepEqual(unlisted('exporter/agents', files), ['exporter/agents/b.ts']);
  });
});

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { projectPaths } from './architecture/source-files.ts';
import { generators } from './generators.ts';

it('every generator is listed, so that what it writes is kept fresh', () => {
  const there = projectPaths().filter((path) => /^(?!tests\/).*generate\.ts$/.test(path));
  assert.deepEqual(there.sort(), [...generators].sort());
});

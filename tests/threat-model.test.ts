import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs', 'threat-model.md'), 'utf8');

/** Each test that the page names, with the file that it names it in. */
function named(): [file: string, name: string][] {
  return [...page.matchAll(/`([\w./-]+\.test\.(?:ts|yml))` ((?:\*[^*]+\*(?:, )?)+)/g)].flatMap(
    ([, file = '', names = '']) =>
      [...names.matchAll(/\*([^*]+)\*/g)].map(([, name = '']): [string, string] => [file, name]),
  );
}

test('every answer of the threat model is shown by a test that is there', () => {
  const missing = named().filter(([file, name]) => {
    const text = readFileSync(join(root, file), 'utf8');
    return !text.includes(`'${name}'`) && !text.includes(`name: ${name}\n`);
  });
  assert.deepEqual(missing, []);
});

test('every attack of the threat model has an answer, and names a test', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| **'));
  assert.ok(rows.length >= 15);
  for (const row of rows) assert.match(row, /\.test\.(ts|yml)` \*/, row);
  assert.ok(named().length >= rows.length);
});

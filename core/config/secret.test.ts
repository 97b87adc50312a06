import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSecret } from './secret.ts';

const path = (content: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'vizora-ops-secret-')), 'token');
  writeFileSync(file, content);
  return file;
};

test('a secret in a file loses the line break of the editor, and nothing else', () => {
  assert.equal(readSecret({ file: path(' a b \n') }, 'token', {}), ' a b ');
});

test('a secret in a file is read again each time, so that it can be rotated', () => {
  const file = path('old');
  assert.equal(readSecret({ file }, 'token', {}), 'old');
  writeFileSync(file, 'new');
  assert.equal(readSecret({ file }, 'token', {}), 'new');
});

test('a secret that is not there names the setting and the cure', () => {
  assert.throws(
    () => readSecret({ file: '/nowhere/t' }, 'remediator.token', {}),
    /remediator\.token.*ENOENT.*create it/,
  );
  assert.throws(
    () => readSecret({ env: 'NOPE' }, 'a.password', {}),
    /a\.password: the environment variable NOPE is empty/,
  );
  assert.throws(
    () => readSecret({ file: path('\n') }, 'a.password', {}),
    /a\.password: the file .* is empty/,
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readableName } from './target.ts';

test('a readable name keeps letters, digits, space, dot, underscore and dash', () => {
  assert.equal(readableName('Lobby_1.left - A'), 'Lobby_1.left - A');
});

test('accents are taken off, and everything else becomes one space', () => {
  assert.equal(readableName('Café «Zürich» <!channel>'), 'Cafe Zurich channel');
});

test('a name without any readable character is "unnamed"', () => {
  assert.equal(readableName('東京'), 'unnamed');
  assert.equal(readableName(''), 'unnamed');
});

test('whatever people type, the name is a safe label of at most 60 characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (typed) => {
      assert.match(readableName(typed), /^[A-Za-z0-9._-][A-Za-z0-9 ._-]{0,59}$/);
    }),
  );
});

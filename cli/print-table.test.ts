import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { coloured, table } from './print-table.ts';

test('a table has a row a line, and nothing behind its last cell', () => {
  const printed = table(
    ['id', 'outcome'],
    [
      ['r1', 'fixed'],
      ['r22', ''],
    ],
  );
  assert.deepEqual(
    stripVTControlCharacters(printed)
      .split('\n')
      .map((line) => line.trimEnd()),
    ['id   outcome', 'r1   fixed', 'r22'],
  );
});

test('a cell from elsewhere loses what a terminal obeys; a word of ours keeps its colour', () => {
  const hostile = '\u001b[2J';
  assert.ok(!table(['detail'], [[hostile]]).includes(hostile));
  const word = coloured('fixed');
  assert.ok(table(['outcome'], [[word]]).includes(word.shown));
});

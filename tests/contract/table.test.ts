import assert from 'node:assert/strict';
import { it } from 'node:test';
import { mutations } from './mutations.ts';
import { table } from './table/index.ts';

it('every behaviour has a sentence of its own', () => {
  const seen = new Set<string>();
  for (const { says } of table) {
    assert.ok(!seen.has(says), says);
    seen.add(says);
  }
});

it('what finds out a lax stand-in is in the table', () => {
  const sentences = new Set(table.map(({ says }) => says));
  for (const [name, rows] of Object.entries(mutations)) {
    assert.ok(rows.length > 0, `nothing finds out that ${name} is missing`);
    for (const row of rows) assert.ok(sentences.has(row), `${name}: no row says "${row}"`);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableMissing } from './table-missing.ts';

const existing = new Set(['Content', 'users']);

const cases = [
  ['good when it is there', tableMissing('Content', existing), 'good'],
  ['bad when it is not', tableMissing('devices', existing), 'bad'],
  ['bad when only its letters are there in another case', tableMissing('content', existing), 'bad'],
  ['bad when there is none at all', tableMissing('Content', new Set()), 'bad'],
  ['unknown when the catalogue could not be read', tableMissing('devices', null), 'unknown'],
] as const;

for (const [name, finding, verdict] of cases) {
  test(`a table is ${name}`, () => assert.equal(finding.verdict, verdict));
}

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { STRICTNESS } from './strictness.ts';

const sources = globSync('**/*.ts', { cwd: import.meta.dirname })
  .filter((file) => file !== 'strictness.ts' && !file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'));

describe('strictness', () => {
  it('is asked for under every name that it has', () => {
    const unused = STRICTNESS.filter((name) => !sources.some((source) => source.includes(`'${name}'`)));
    assert.deepEqual(unused, []);
  });
  it('has no name twice', () => {
    assert.equal(new Set(STRICTNESS).size, STRICTNESS.length);
  });
});

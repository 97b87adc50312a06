import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unreadablePasswords } from './unreadable-secrets.ts';

const reader = { email: 'reader@acme.example', password: { env: 'THERE' } };
const writer = { email: 'writer@acme.example', password: { env: 'MISSING' } };
const organisations = [{ slug: 'acme', class: 'customer' as const, reader, writer }];

test('each password that cannot be read is named with its setting', () => {
  const [problem, ...others] = unreadablePasswords({ organisations }, ['reader', 'writer'], { THERE: 'x' });
  assert.match(problem ?? '', /organisations\.acme\.writer\.password: .*MISSING is empty/);
  assert.deepEqual(others, []);
});

test('only the roles that are asked for count', () => {
  assert.deepEqual(unreadablePasswords({ organisations }, ['reader'], { THERE: 'x' }), []);
});

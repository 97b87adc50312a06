import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Config } from './schema.ts';
import { unreadableAddresses, unreadablePasswords, unreadableServerSecrets } from './unreadable-secrets.ts';

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

test('what a server is read with is named where it cannot be read, and not where the server is not configured', () => {
  const missing = { env: 'MISSING' };
  const there = { env: 'THERE' };
  const s3 = { bucket: 'backups', access_key_id: there, secret_access_key: missing };
  const config = Config.parse({ vizora: { database_url: missing }, exporter: { backups: { s3 } } });
  assert.deepEqual(
    unreadableServerSecrets(config, { THERE: 'x' }).map((problem) => problem.split(':')[0]),
    ['vizora.database_url', 'exporter.backups.s3.secret_access_key'],
  );
});

test('those of the remediator are its own database account, and what it looks at itself', () => {
  const missing = { file: '/nonexistent/secret' };
  const config = Config.parse({ vizora: { redis_url: missing }, remediator: { database_url: missing } });
  assert.deepEqual(
    unreadableAddresses(config, {}).map((problem) => problem.split(':')[0]),
    ['vizora.redis_url', 'remediator.database_url'],
  );
});

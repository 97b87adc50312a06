import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redactText } from './redact-text.ts';

const lines: readonly (readonly [said: string, told: string])[] = [
  ['postgres://ops:s3cr3t@db:5432/vizora is away', 'postgres://ops:[redacted]@db:5432/vizora is away'],
  ['redis://:s3cr3t@127.0.0.1 is away', 'redis://:[redacted]@127.0.0.1 is away'],
  ['Authorization: Bearer abc.def-123', 'Authorization: Bearer [redacted]'],
  ['DB_PASSWORD=s3cr3t NODE_ENV=production', 'DB_PASSWORD=[redacted] NODE_ENV=production'],
  ['{"apiKey": "s3 cr3t", "port": 3000}', '{"apiKey": [redacted], "port": 3000}'],
  ['jwt eyJhbGciOi.eyJzdWIi.c2ln expired', 'jwt [redacted] expired'],
  ['nginx: configuration file test failed', 'nginx: configuration file test failed'],
  ['one\u001b[31mtwo\u0007', 'one [31mtwo '],
];

test('what looks like a secret is not told on, and the rest is', () => {
  assert.deepEqual(
    lines.map(([said]) => redactText(said)),
    lines.map(([, told]) => told),
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_ROW } from '../../core/vizora/refused-writes.ts';
import { writesAmong } from './control.ts';

const request = (method: string, path: string, status = 200) =>
  ({ seq: 1, at: 0, method, path, status }) as unknown as Parameters<typeof writesAmong>[0][number];
const paths = (...requests: ReturnType<typeof request>[]) => writesAmong(requests).map(({ path }) => path);

test('what changes the world is a write, whether it was allowed or not', () => {
  const tried = request('PATCH', '/api/v1/schedules/c0000000000000000000lunch', 403);
  const done = request('POST', '/api/v1/fleet/commands', 201);
  assert.deepEqual(paths(tried, done), [tried.path, done.path]);
});

test('reading, logging in and out, the status page, and questions meant to be refused are none', () => {
  const harmless = [
    request('GET', '/api/v1/schedules'),
    request('POST', '/api/v1/auth/login', 201),
    request('POST', '/api/v1/auth/logout', 201),
    request('POST', '/api/v1/health/ops-status', 201),
    request('POST', '/api/v1/fleet/commands', 403),
    request('PATCH', `/api/v1/schedules/${Object.values(NO_ROW)[0]}`, 403),
  ];
  assert.deepEqual(paths(...harmless), []);
});

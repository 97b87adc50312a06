import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ofKind, setUp } from './client-on-fake.test-support.ts';
import type { VizoraError, VizoraErrorKind } from './errors.ts';
import { reply } from './fake-vizora.test-support.ts';

const REFUSALS: [number, VizoraErrorKind][] = [
  [301, 'unexpected_shape'],
  [302, 'unexpected_shape'],
  [304, 'unexpected_shape'],
  [400, 'rejected'],
  [403, 'forbidden'],
  [404, 'rejected'],
  [409, 'rejected'],
  [500, 'server_error'],
];
for (const [status, kind] of REFUSALS) {
  test(`${status} is ${kind}, asked once`, async (t) => {
    const { fake, acme } = await setUp(t);
    const goodPage = { success: true, data: { data: [], meta: { total: 0 } } };
    const answer = reply(
      status,
      { ...goodPage, statusCode: status, message: ['one', 'two'] },
      { location: '/api/v1/auth/me' },
    );
    fake.interject('GET /schedules', status === 304 ? (response) => response.writeHead(304).end() : answer);
    await assert.rejects(
      acme.countSchedules(),
      (error) => ofKind(kind)(error) && (error as VizoraError).status === status,
    );
    assert.equal(fake.count('GET /schedules'), 1);
    assert.equal(fake.count('GET /auth/me'), 1);
  });
}

const SHAPES: [string, unknown][] = [
  ['HTML', '<html><body>Bad gateway</body></html>'],
  ['cut JSON', '{"success":true,"data":{"da'],
  ['nothing', ''],
  ['null', 'null'],
  ['no envelope', { data: [], meta: { total: 0 } }],
  ['success false', { success: false, data: { data: [], meta: { total: 0 } } }],
  ['single nesting', { success: true, data: [] }],
  ['a total that is text', { success: true, data: { data: [], meta: { total: '0' } } }],
];
for (const [what, body] of SHAPES) {
  test(`a 200 with ${what} is unexpected_shape`, async (t) => {
    const { fake, acme } = await setUp(t);
    fake.interject('GET /schedules', reply(200, body));
    await assert.rejects(acme.countSchedules(), ofKind('unexpected_shape'));
    assert.equal(fake.count('GET /schedules'), 1);
  });
}

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import express from 'express';
import { runbooks } from './runbooks.ts';

test('the runbook of an alert is served as text, and nothing else from the disk is', async () => {
  const app = express();
  runbooks(app);
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert(address !== null && typeof address === 'object');
  const ask = (path: string) => fetch(`http://127.0.0.1:${address.port}${path}`);

  const page = await ask('/runbooks/ServiceDown');
  assert.equal(page.status, 200);
  assert.equal(page.headers.get('content-type'), 'text/plain; charset=utf-8');
  assert.match(await page.text(), /^# ServiceDown/);
  assert.match(await (await ask('/runbooks')).text(), /href="\/runbooks\/ServiceDown"/);
  for (const path of [
    '/runbooks/NoSuchAlert',
    '/runbooks/..%2F..%2Fpackage.json',
    '/runbooks/%2Fetc%2Fpasswd',
  ]) {
    assert.equal((await ask(path)).status, 404, path);
  }
  server.close();
});

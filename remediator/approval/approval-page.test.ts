import assert from 'node:assert/strict';
import { it } from 'node:test';
import { startServer } from '../../core/http/start-server.ts';
import { createLog } from '../../core/log.ts';
import { createFakeClock } from '../../core/vizora/fake-clock.test-support.ts';
import { type ApprovalPageOptions, addApprovalPage } from './approval-page.ts';

it('the page of a proposal that fails is logged without its path, in which the secret is', async (t) => {
  const lines: string[] = [];
  const broken: ApprovalPageOptions['ledger'] = {
    proposals: new Proxy({} as ApprovalPageOptions['ledger']['proposals'], {
      get: () => () => {
        throw new Error('the disk is gone');
      },
    }),
  };
  const server = await startServer({
    listen: '127.0.0.1:0',
    log: createLog('test', 'trace', { write: (line) => lines.push(line) }),
    ready: () => null,
    metrics: async () => '',
    landing: { title: 'test', links: [] },
    routes: (app) =>
      addApprovalPage(app, {
        ledger: broken,
        approvals: { approveByCode: () => ({ taken: false, why: 'unknown', detail: '' }) },
        settings: { listen: '127.0.0.1:0' },
        clock: createFakeClock(),
      }),
  });
  t.after(server.close);
  const secret = 'f'.repeat(32);
  const url = `${server.url}/approve/p1-${secret}?from=mail`;
  assert.equal((await fetch(url)).status, 500);
  assert.equal((await fetch(url, { method: 'POST', body: new URLSearchParams({ code: 'x' }) })).status, 500);
  assert.equal(lines.length, 2);
  for (const line of lines) {
    assert.match(line, /"path":"\/approve\/".*the disk is gone|the disk is gone.*"path":"\/approve\/"/);
    assert.ok(!line.includes(secret));
  }
});

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { AlertmanagerError, createAlertmanager, equals } from './alertmanager.ts';
import { allAlertmanagers } from './all-alertmanagers.ts';

type Answer = { status?: number; body: unknown; hang?: boolean };

/** An Alertmanager that gives one answer to everything. */
async function start(t: TestContext, answer: Answer) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (answer.hang) return;
    response.statusCode = answer.status ?? 200;
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const alertmanager = createAlertmanager({ url, timeoutMs: 300 });
  t.after(async () => {
    server.closeAllConnections();
    server.close();
    await alertmanager.close();
  });
  return { alertmanager, asked, url };
}

const alert = (state: string, status: Record<string, unknown> = {}) => ({
  labels: { alertname: 'ServiceDown', target_id: 'web' },
  annotations: {},
  fingerprint: 'f1',
  startsAt: '2026-11-22T12:00:00.000Z',
  endsAt: '2026-11-22T12:04:00.000Z',
  receivers: [{ name: 'remediator' }],
  status: { state, silencedBy: [], inhibitedBy: [], ...status },
});

async function together(t: TestContext, answers: readonly Answer[]) {
  const members = await Promise.all(answers.map((answer) => start(t, answer)));
  return allAlertmanagers(members.map(({ alertmanager }) => alertmanager));
}

describe('an Alertmanager', () => {
  it('is asked for alerts in every state, by matchers whose values stay values', async (t) => {
    const { alertmanager, asked } = await start(t, { body: [alert('active')] });
    const alerts = await alertmanager.alerts([equals('target_id', 'a"b\\c\nd'), 'remediation!=""']);
    assert.equal(alerts[0]?.labels['target_id'], 'web');
    const { pathname, searchParams } = new URL(asked[0] ?? '', 'http://x');
    assert.equal(pathname, '/api/v2/alerts');
    assert.deepEqual(searchParams.getAll('filter'), ['target_id="a\\"b\\\\c\\nd"', 'remediation!=""']);
    for (const state of ['active', 'silenced', 'inhibited', 'unprocessed']) {
      assert.equal(searchParams.get(state), 'true');
    }
  });

  it('is not believed, nor read to its end, when its answer is larger than any', async (t) => {
    const { alertmanager } = await start(t, { body: `[${' '.repeat(33 * 1024 * 1024)}]` });
    await assert.rejects(alertmanager.alerts([]), (error) => {
      assert.ok(error instanceof AlertmanagerError);
      assert.match(error.message, /size/);
      return true;
    });
  });

  it('may live below a path', async (t) => {
    const { url, asked } = await start(t, { body: [] });
    const below = createAlertmanager({ url: `${url}/alertmanager`, timeoutMs: 300 });
    t.after(() => below.close());
    await below.silences();
    assert.deepEqual(asked, ['/alertmanager/api/v2/silences']);
  });

  const failing: [string, Answer][] = [
    ['an error', { status: 500, body: 'no' }],
    ['another shape', { body: { alerts: [] } }],
    ['no JSON', { body: '<html>' }],
    ['silence', { body: '', hang: true }],
  ];
  for (const [what, answer] of failing) {
    it(`that answers with ${what} gives an error, and no empty list`, async (t) => {
      const { alertmanager } = await start(t, answer);
      await assert.rejects(alertmanager.alerts([]), AlertmanagerError);
    });
  }
});

describe('several Alertmanagers', () => {
  const states: [string, readonly Answer[], string | undefined][] = [
    ['active in all is active', [{ body: [alert('active')] }, { body: [alert('active')] }], 'active'],
    [
      'suppressed in any is suppressed',
      [{ body: [alert('active')] }, { body: [alert('suppressed')] }],
      'suppressed',
    ],
    [
      'what a silence holds is suppressed, whatever the word',
      [{ body: [alert('active', { silencedBy: ['s1'] })] }],
      'suppressed',
    ],
    [
      'active in one that answers is active',
      [{ body: [alert('active')] }, { status: 503, body: '' }],
      'active',
    ],
    [
      'active wins over not yet looked at',
      [{ body: [alert('unprocessed')] }, { body: [alert('active')] }],
      'active',
    ],
    ['a state that nobody knows is not active', [{ body: [alert('dreaming')] }], 'unprocessed'],
    ['unknown to all that answer is not there', [{ body: [] }, { status: 503, body: '' }], undefined],
  ];
  for (const [sentence, answers, state] of states) {
    it(sentence, async (t) => {
      const answer = await (await together(t, answers)).alerts([]);
      assert.ok(answer.answered);
      assert.deepEqual(
        answer.items.map((one) => one.state),
        state === undefined ? [] : [state],
      );
    });
  }

  it('cannot tell when none answers, and when there is none', async (t) => {
    const none = await together(t, [
      { status: 500, body: '' },
      { body: '', hang: true },
    ]);
    assert.equal((await none.alerts([])).answered, false);
    assert.equal((await none.silences()).answered, false);
    assert.deepEqual(await allAlertmanagers([]).alerts([]), {
      answered: false,
      detail: 'no Alertmanager is configured',
    });
  });

  it('tell of all silences that any of them has', async (t) => {
    const silence = (id: string) => ({
      id,
      status: { state: 'active' },
      matchers: [{ name: 'remediation', value: 'pause', isRegex: false }],
      endsAt: '2026-11-22T13:00:00Z',
    });
    const both = await together(t, [{ body: [silence('s1')] }, { body: [silence('s2')] }]);
    const answer = await both.silences();
    assert.ok(answer.answered);
    assert.deepEqual(
      answer.items.map(({ id, matchers }) => [id, matchers[0]?.isEqual]),
      [
        ['s1', true],
        ['s2', true],
      ],
    );
  });
});

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import { openJournal, STORE_FILE } from '../../core/journal/read-store.ts';
import {
  type Bench,
  type BenchOptions,
  processErrored,
  schedulePastEnd,
  serviceDown,
  startBench,
} from '../bench.test-support.ts';
import { gates } from '../gates/index.ts';

type Row = Record<string, unknown>;

const APPROVE = { remediator: { mode: 'approve' } } as const;

/** A remediator that asks first; one schedule is past its end, and a person is asked about it. */
async function asked(t: TestContext, options: BenchOptions = APPROVE) {
  const bench = await startBench(t, options);
  const id = bench.world.endSchedule(1);
  const labels = schedulePastEnd(id);
  await bench.alert(labels);
  await bench.until('a person is asked', async () => (await proposals(bench)).length === 1);
  const schedule = bench.world.schedules.get(id);
  assert.ok(schedule);
  return { bench, labels, schedule };
}

const proposals = async (bench: Bench) =>
  (await bench.get('/api/v1/proposals'))['proposals'] as Record<string, string>[];
const states = async (bench: Bench) => (await proposals(bench)).map(({ state }) => state);
const reasons = async (bench: Bench) => (await bench.decisions()).map(({ reason }) => reason);

async function answer(bench: Bench, verb: 'approve' | 'reject', id = 'p1', hash?: string) {
  const one = (await proposals(bench)).find((proposal) => proposal['id'] === id);
  return bench.post(`/api/v1/proposals/${id}/${verb}`, { hash: hash ?? one?.['hash'] });
}

async function codeFor(bench: Bench, id = 'p1'): Promise<string> {
  const { hash } = await bench.get(`/api/v1/proposals/${id}`);
  const given = (await (await bench.post(`/api/v1/proposals/${id}/code`, { hash })).json()) as Row;
  return String(given['code']);
}

const sendForm = (bench: Bench, code: string, headers: Record<string, string> = {}) =>
  fetch(`${bench.url}${bench.approvalPath()}`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ code }),
  });

const wrong = (code: string) => code.replace(/.$/, (last) => (last === '7' ? '8' : '7'));

/** Long enough for every look and for reconciling. */
const WHILE_MS = 130_000;

describe('a plan that a person must approve', () => {
  it('is asked about once and not carried out, with what would be done and the state before', async (t) => {
    const { bench, schedule } = await asked(t);
    await bench.pass(WHILE_MS);
    const [proposal, ...others] = await proposals(bench);
    assert.deepEqual([others, bench.world.acts, await bench.remediations()], [[], [], []]);
    const { id, state, action, target, plan, before } = proposal as Row;
    assert.deepEqual(
      { id, state, action, target, plan, before },
      {
        id: 'p1',
        state: 'waiting',
        action: 'deactivate_schedule',
        target: `schedule/${schedule.id}`,
        plan: { updated_at: schedule.updatedAt },
        before: { is_active: true },
      },
    );
    assert.deepEqual(new Set(await reasons(bench)), new Set(['awaiting_approval']));
    assert.match(
      await bench.metrics(),
      /^vizora_remediation_proposals_waiting\{action="deactivate_schedule"\} 1$/m,
    );
    const status = await bench.get('/api/v1/status');
    assert.equal((status['awaiting_approval'] as Row[])[0]?.['id'], 'p1');
    const explained = JSON.stringify(await bench.get('/api/v1/remediations/p1/explain'));
    assert.match(explained, /"approval","passed":false,"saw":"p1 waits until .* vizora-ops approve p1"/);
  });

  it('is not looked at each minute while it waits, and not asked about anew by a webhook', async (t) => {
    const { bench, labels } = await asked(t);
    await bench.pass(1_000);
    const reads = bench.world.reads.length;
    await bench.pass(WHILE_MS);
    assert.equal(bench.world.reads.length, reads);
    await bench.deliver([{ labels }]);
    await bench.pass(1_000);
    assert.ok(bench.world.reads.length > reads);
    assert.deepEqual(await states(bench), ['waiting']);
  });

  it('is asked about only where there is an account that could carry it out', async (t) => {
    const reader = { email: 'reader@acme.example', password: { env: 'PASSWORD' } };
    const bench = await startBench(t, { ...APPROVE, config: { organisations: { acme: { reader } } } });
    await bench.alert(schedulePastEnd(bench.world.endSchedule(1)));
    await bench.pass(10_000);
    assert.deepEqual((await bench.get('/api/v1/proposals'))['proposals'], []);
    assert.deepEqual(
      (await bench.decisions()).map(({ reason }) => reason),
      ['no_account'],
    );
  });

  it('is carried out once when it is approved, and the approval is used up', async (t) => {
    const { bench, labels, schedule } = await asked(t);
    assert.equal((await answer(bench, 'approve')).status, 200);
    await bench.until('it is done', async () => (await bench.remediations())[0]?.['outcome'] === 'fixed');
    const write = { verb: 'setScheduleActive', on: schedule.id, value: false };
    assert.deepEqual(bench.world.acts, [write]);
    const [used] = await proposals(bench);
    assert.deepEqual(
      [used?.['state'], used?.['remediation_id'], used?.['answered_by']],
      ['used', 'r1', 'operator'],
    );
    assert.equal((await answer(bench, 'approve')).status, 409);
    await bench.deliver([{ labels }]);
    await bench.pass(WHILE_MS);
    assert.deepEqual(bench.world.acts, [write]);
  });

  it('acts once when two approve at the same moment', async (t) => {
    const { bench } = await asked(t);
    const answers = await Promise.all([answer(bench, 'approve'), answer(bench, 'approve')]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
    await bench.pass(WHILE_MS);
    assert.equal(bench.world.acts.length, 1);
  });

  it('needs another approval for another attempt', async (t) => {
    const bench = await startBench(t, {
      remediator: { mode: 'approve', actions: { restart_process: { cooldown: '1s', attempts: 3 } } },
    });
    bench.world.hang(2);
    bench.world.lies = true;
    await bench.alert(serviceDown('realtime'));
    await bench.until('a person is asked', async () => (await proposals(bench)).length === 1);
    await answer(bench, 'approve');
    await bench.until(
      'it did not help',
      async () => (await bench.remediations())[0]?.['outcome'] === 'not_fixed',
    );
    await bench.until('a person is asked again', async () => (await proposals(bench)).length === 2);
    await bench.pass(WHILE_MS);
    assert.deepEqual([await states(bench), bench.world.acts.length], [['used', 'waiting'], 1]);
  });

  it('is not carried out when it is rejected, nor proposed again until that is forgotten', async (t) => {
    const { bench, labels } = await asked(t, {
      remediator: { mode: 'approve', actions: { deactivate_schedule: { respect_undo_for: '20m' } } },
    });
    assert.equal((await answer(bench, 'reject')).status, 200);
    await bench.deliver([{ labels }]);
    await bench.pass(1_000_000);
    assert.equal((await reasons(bench)).at(-1), 'rejected_by_person');
    assert.deepEqual([await states(bench), bench.world.acts], [['rejected'], []]);
    assert.equal((await answer(bench, 'approve')).status, 409);
    await bench.until('it is proposed again', async () => (await proposals(bench)).length === 2, 3_600_000);
  });

  it('can still be rejected after it was approved, as long as nothing was done', async (t) => {
    const { bench } = await asked(t);
    await bench.post('/api/v1/stop', { reason: 'wait' });
    await answer(bench, 'approve');
    assert.equal((await answer(bench, 'reject')).status, 200);
    await bench.post('/api/v1/resume');
    await bench.pass(WHILE_MS);
    assert.deepEqual([await states(bench), bench.world.acts], [['rejected'], []]);
  });

  it('expires, and is then asked about anew', async (t) => {
    const { bench } = await asked(t, {
      remediator: { mode: 'approve', actions: { deactivate_schedule: { approval_within: '5m' } } },
    });
    await bench.pass(400_000);
    assert.deepEqual(await states(bench), ['expired', 'waiting']);
    const late = await answer(bench, 'approve');
    assert.deepEqual([late.status, bench.world.acts], [409, []]);
    assert.match(String(((await late.json()) as Row)['error']), /its time was over/);
  });

  it('is not carried out when the approval expires before a gate lets it through', async (t) => {
    const { bench } = await asked(t, {
      remediator: { mode: 'approve', actions: { deactivate_schedule: { approval_within: '5m' } } },
    });
    await bench.post('/api/v1/stop', { reason: 'wait' });
    await answer(bench, 'approve');
    await bench.pass(300_000);
    await bench.post('/api/v1/resume');
    await bench.pass(WHILE_MS);
    assert.deepEqual([bench.world.acts, await states(bench)], [[], ['expired', 'waiting']]);
  });

  it('is asked about again when the evidence has changed since, and not carried out', async (t) => {
    const changes: [what: string, change: Row][] = [
      ['the version', { updatedAt: '2026-11-22T12:00:00.000Z' }],
      // A change that left no mark is seen all the same.
      ['the end alone', { endDate: '2026-01-01T00:00:00.000Z' }],
    ];
    for (const [what, change] of changes) {
      const { bench, schedule } = await asked(t);
      const [before] = await proposals(bench);
      Object.assign(schedule, change);
      assert.equal((await answer(bench, 'approve')).status, 200);
      await bench.pass(WHILE_MS);
      assert.deepEqual([bench.world.acts, await states(bench)], [[], ['expired', 'waiting']], what);
      const [old, anew] = await proposals(bench);
      assert.match(old?.['detail'] ?? '', /the evidence has changed/);
      assert.notEqual(anew?.['hash'], before?.['hash']);
      await answer(bench, 'approve', 'p2');
      await bench.until('it is done', () => bench.world.acts.length === 1);
    }
  });

  it('is approved for the hash that was seen, and for no other', async (t) => {
    const { bench } = await asked(t);
    assert.equal((await answer(bench, 'approve', 'p1', '0'.repeat(64))).status, 409);
    assert.equal((await bench.post('/api/v1/proposals/p1/approve')).status, 400);
    assert.equal((await answer(bench, 'approve', 'p9', '0'.repeat(64))).status, 404);
    await bench.pass(WHILE_MS);
    assert.deepEqual([bench.world.acts, await states(bench)], [[], ['waiting']]);
  });

  it('is carried out at once when it is approved, without waiting for the next look at Alertmanager', async (t) => {
    const { bench } = await asked(t, { remediator: { mode: 'approve', reconcile_interval: '1h' } });
    await answer(bench, 'approve');
    await bench.pass(1_000);
    assert.equal(bench.world.acts.length, 1);
  });

  it('expires to the second, whether that was written down in time or not', async (t) => {
    const actions = { deactivate_schedule: { approval_within: '5m' } };
    const options = { remediator: { mode: 'approve', reconcile_interval: '1h', actions } };
    const late = await asked(t, options);
    await late.bench.pass(300_000);
    assert.equal((await answer(late.bench, 'approve')).status, 409);
    const { bench, labels } = await asked(t, options);
    await bench.post('/api/v1/stop', { reason: 'wait' });
    await answer(bench, 'approve');
    await bench.pass(300_000);
    await bench.post('/api/v1/resume');
    await bench.deliver([{ labels }]);
    await bench.pass(5_000);
    assert.deepEqual([bench.world.acts, await states(bench)], [[], ['expired', 'waiting']]);
  });

  it('is not carried out when the approval is taken back while the decision falls', async (t) => {
    let times = 0;
    const rejecting = gates.map((gate) =>
      gate.name !== 'approval'
        ? gate
        : {
            ...gate,
            async ask(context: Parameters<typeof gate.ask>[0]) {
              const said = await gate.ask(context);
              if (!said.passed) return said;
              times += 1;
              if (times === 1) context.ledger.proposals.answer(1, 'rejected', 'operator', context.now());
              return said;
            },
          },
    );
    const { bench } = await asked(t, { ...APPROVE, gates: rejecting });
    await answer(bench, 'approve');
    await bench.pass(WHILE_MS);
    assert.deepEqual([times, bench.world.acts, await states(bench)], [1, [], ['rejected']]);
  });

  it('keeps an answer that comes while a decision to ask is under way', async (t) => {
    for (const [said, acts] of [
      ['approved', 1],
      ['rejected', 0],
    ] as const) {
      const answering = gates.map((gate) =>
        gate.name !== 'approval'
          ? gate
          : {
              ...gate,
              async ask(context: Parameters<typeof gate.ask>[0]) {
                const answered = await gate.ask(context);
                const { proposals, transaction } = context.ledger;
                if (proposals.get(1)?.state === 'waiting') {
                  transaction(() => proposals.answer(1, said, 'operator', context.now()));
                }
                return answered;
              },
            },
      );
      const { bench, labels } = await asked(t, { ...APPROVE, gates: answering });
      await bench.deliver([{ labels }]);
      await bench.pass(WHILE_MS);
      assert.deepEqual([(await proposals(bench)).length, bench.world.acts.length], [1, acts], said);
    }
  });

  it('is held by a stop, a silence or a maintenance although it is approved', async (t) => {
    const holds: Record<string, (bench: Bench, labels: Record<string, string>) => unknown> = {
      stopped: (bench) => bench.post('/api/v1/stop', { reason: 'no' }),
      suppressed: (bench, labels) => bench.alertmanager.fire(labels, bench.clock.now(), 'suppressed'),
      paused: (bench) => bench.post('/api/v1/maintenance', { for: '30m', reason: 'deploying' }),
    };
    for (const [reason, hold] of Object.entries(holds)) {
      const { bench, labels } = await asked(t);
      await hold(bench, labels);
      await answer(bench, 'approve');
      await bench.pass(WHILE_MS);
      assert.deepEqual([(await reasons(bench)).at(-1), bench.world.acts], [reason, []]);
    }
  });

  it('is held by a stop that comes after the approval, while the last look is taken', async (t) => {
    const { bench } = await asked(t);
    bench.world.onRead = () => writeFileSync(join(bench.dataDir, 'store', 'stop'), '');
    await answer(bench, 'approve');
    await bench.pass(WHILE_MS);
    assert.deepEqual([await states(bench), bench.world.acts], [['approved'], []]);
    assert.equal((await reasons(bench)).at(-1), 'stopped');
  });

  it('keeps its approval over a restart', async (t) => {
    const { bench } = await asked(t);
    await bench.post('/api/v1/stop', { reason: 'wait' });
    await answer(bench, 'approve');
    await bench.kill();
    const next = await startBench(t, { ...APPROVE, after: bench });
    await next.pass(WHILE_MS);
    assert.equal(next.world.acts.length, 0);
    await next.post('/api/v1/resume');
    await next.until('it is done', async () => (await next.remediations())[0]?.['outcome'] === 'fixed');
    assert.deepEqual([await states(next), next.world.acts.length], [['used'], 1]);
  });

  it('is withdrawn when the fault is gone by a look of our own', async (t) => {
    const { bench, labels, schedule } = await asked(t);
    schedule.isActive = false;
    bench.alertmanager.resolve(labels);
    await bench.until('it is withdrawn', async () => (await states(bench))[0] === 'expired');
    assert.equal((await answer(bench, 'approve')).status, 409);
  });

  it('is withdrawn when the fault is gone although its alert still stands', async (t) => {
    const { bench, labels, schedule } = await asked(t);
    schedule.isActive = false;
    await bench.deliver([{ labels }]);
    await bench.pass(1_000);
    assert.deepEqual([(await reasons(bench)).at(-1), await states(bench)], ['already_good', ['expired']]);
  });

  it('waits beside another one about the same target, and neither replaces the other', async (t) => {
    const bench = await startBench(t, APPROVE);
    bench.world.giveUpOn(3);
    await Promise.all([bench.alert(serviceDown('web')), bench.alert(processErrored('vizora-web'))]);
    await bench.until('both are asked about', async () => (await proposals(bench)).length === 2);
    await bench.pass(600_000);
    assert.deepEqual(await states(bench), ['waiting', 'waiting']);
    await answer(bench, 'approve', 'p1');
    await answer(bench, 'approve', 'p2');
    await bench.pass(WHILE_MS);
    assert.equal(bench.world.acts.length, 1);
  });

  it('is written down with its answer in the journal, before what came of it', async (t) => {
    const { bench } = await asked(t);
    await answer(bench, 'approve');
    await bench.until('it is done', async () => (await bench.remediations())[0]?.['outcome'] === 'fixed');
    const journal = openJournal(join(bench.dataDir, 'store', STORE_FILE));
    t.after(() => journal.close());
    const records = [...journal.rows()].filter(({ kind }) => /^(proposal_|intent)/.test(kind));
    assert.deepEqual(
      records.map(({ kind }) => kind),
      ['proposal_made', 'proposal_approved', 'intent', 'proposal_used'],
    );
    const [made, approved] = records.map(({ record }) => JSON.parse(record) as Row);
    assert.deepEqual([approved?.['hash'], approved?.['by']], [made?.['hash'], 'operator']);
  });
});

describe('what waits for approval', () => {
  it('is announced with plan, reason, state, command and link, and the end of waiting, too', async (t) => {
    const { bench, schedule } = await asked(t, {
      remediator: { mode: 'approve', public_url: 'https://ops.example/remediator/' },
    });
    await bench.pass(70_000);
    const { announced } = bench.alertmanager;
    assert.ok(announced.length > 1, 'reconciling repeats it');
    assert.deepEqual(announced[0]?.labels, {
      alertname: 'RemediationProposed',
      severity: 'warning',
      org: 'acme',
      repaired_incident: 'schedule_past_end',
      target_kind: 'schedule',
      target_id: schedule.id,
      action: 'deactivate_schedule',
      proposal_id: 'p1',
    });
    const { description = '', why, before, approve, approval_url: link } = announced[0]?.annotations ?? {};
    assert.match(
      description,
      /would run deactivate_schedule .*updated_at.* vizora-ops approve p1 .*until 20/,
    );
    assert.match(why ?? '', /schedule_past_end of schedule\/.* vizora-ops explain p1/);
    assert.equal(before, '{"is_active":true}');
    assert.match(link ?? '', /^https:\/\/ops\.example\/remediator\/approve\/p1-[0-9a-f]{32}$/);
    assert.equal(new Set(announced.map(({ annotations }) => annotations['approval_url'])).size, 1);
    assert.equal(approve, 'vizora-ops approve p1');
    const last = announced.at(-1);
    assert.ok(Date.parse(last?.endsAt ?? '') > bench.clock.now());
    await answer(bench, 'reject');
    await bench.until('its end is told', () => announced.length > 0 && announced.at(-1) !== last);
    assert.deepEqual(announced.at(-1)?.labels, last?.labels);
    assert.ok(Date.parse(announced.at(-1)?.endsAt ?? '') <= bench.clock.now());
    const count = announced.length;
    await bench.pass(WHILE_MS);
    assert.equal(announced.length, count);
  });
});

describe('the page of a proposal', () => {
  it('shows the plan and asks for a code, and no script', async (t) => {
    const { bench, schedule } = await asked(t);
    const answered = await fetch(`${bench.url}${bench.approvalPath()}`);
    const html = await answered.text();
    assert.equal(answered.status, 200);
    assert.match(html, new RegExp(`p1: deactivate_schedule on schedule/${schedule.id}`));
    assert.ok(html.includes('{&quot;updated_at&quot;:'));
    assert.match(html, /<form method="post">.*name="code"/);
    assert.doesNotMatch(html, /<script/);
    assert.match(answered.headers.get('content-security-policy') ?? '', /form-action 'self'/);
    assert.equal(answered.headers.get('cache-control'), 'no-store');
  });

  it('approves with the code of the command line, once', async (t) => {
    const { bench } = await asked(t);
    const code = await codeFor(bench);
    const typed = await sendForm(bench, ` ${code.toLowerCase()} `);
    assert.deepEqual([typed.status, /It was approved/.test(await typed.text())], [200, true]);
    await bench.until('it is done', async () => (await bench.remediations())[0]?.['outcome'] === 'fixed');
    assert.equal((await proposals(bench))[0]?.['answered_by'], 'one-time code');
    assert.equal((await sendForm(bench, code)).status, 409);
    assert.equal(bench.world.acts.length, 1);
  });

  it('does not approve without the code, nor with a wrong, older, late or foreign one', async (t) => {
    const { bench } = await asked(t);
    assert.equal((await sendForm(bench, '')).status, 403);
    const older = await codeFor(bench);
    const code = await codeFor(bench);
    assert.equal((await sendForm(bench, older)).status, 403);
    assert.equal((await sendForm(bench, wrong(code))).status, 403);
    assert.equal((await sendForm(bench, code, { 'Sec-Fetch-Site': 'cross-site' })).status, 403);
    const plain = await fetch(`${bench.url}${bench.approvalPath()}`, {
      method: 'POST',
      body: `code=${code}`,
    });
    assert.equal(plain.status, 400);
    await bench.pass(600_000);
    assert.equal((await sendForm(bench, code)).status, 403);
    assert.deepEqual([await states(bench), bench.world.acts], [['waiting'], []]);
  });

  it('voids a code after five wrong tries, over a restart, too', async (t) => {
    const { bench } = await asked(t);
    const code = await codeFor(bench);
    for (let n = 0; n < 4; n++) assert.equal((await sendForm(bench, wrong(code))).status, 403);
    await bench.kill();
    const next = await startBench(t, { ...APPROVE, after: bench });
    assert.equal((await sendForm(next, wrong(code))).status, 403);
    assert.equal((await sendForm(next, code)).status, 403);
    assert.deepEqual([await states(next), next.world.acts], [['waiting'], []]);
    assert.equal((await sendForm(next, await codeFor(next))).status, 200);
  });

  it('still takes the code after four wrong tries', async (t) => {
    const { bench } = await asked(t);
    const code = await codeFor(bench);
    for (let n = 0; n < 4; n++) await sendForm(bench, wrong(code));
    assert.equal((await sendForm(bench, code)).status, 200);
  });
});

describe('the link to the page of a proposal', () => {
  it('leads nowhere without its secret, or with another one, as if there were no such proposal', async (t) => {
    const { bench } = await asked(t);
    const path = bench.approvalPath();
    const [, secret = ''] = /^\/approve\/p1-([0-9a-f]{32})$/.exec(path) ?? [];
    const nowhere = await fetch(`${bench.url}/approve/p2-${secret}`);
    assert.equal(nowhere.status, 404);
    const body = await nowhere.text();
    const other = secret.replace(/.$/, (last) => (last === '7' ? '8' : '7'));
    const ends = [
      'p1',
      'p1-',
      `p1-${other}`,
      `p1-${secret}0`,
      `p1-${secret.slice(1)}`,
      `1-${secret}`,
      'p0',
      'x',
    ];
    const code = await codeFor(bench);
    for (const end of ends) {
      const [shown, sent] = [
        await fetch(`${bench.url}/approve/${end}`),
        await fetch(`${bench.url}/approve/${end}`, { method: 'POST', body: new URLSearchParams({ code }) }),
      ];
      assert.deepEqual([shown.status, sent.status], [404, 404], end);
      assert.deepEqual([await shown.text(), await sent.text()], [body, body], end);
    }
    assert.deepEqual(await states(bench), ['waiting']);
    assert.equal((await sendForm(bench, code)).status, 200, 'the code was not tried in vain');
  });

  it('is another one for each proposal, and the same after a restart', async (t) => {
    const { bench } = await asked(t);
    await bench.alert(schedulePastEnd(bench.world.endSchedule(2)));
    await bench.until('both are asked about', async () => (await proposals(bench)).length === 2);
    await bench.pass(1_000);
    const secretOf = (id: string) => bench.approvalPath(id).split('-')[1];
    assert.notEqual(secretOf('p1'), secretOf('p2'));
    assert.equal((await fetch(`${bench.url}/approve/p1-${secretOf('p2')}`)).status, 404);
    await bench.kill();
    const next = await startBench(t, { ...APPROVE, after: bench });
    assert.equal((await fetch(`${next.url}${bench.approvalPath('p2')}`)).status, 200);
  });

  it('has its secret nowhere but in the link that people are sent, and that the code comes with', async (t) => {
    const lines: string[] = [];
    const { bench, labels } = await asked(t, { ...APPROVE, onLog: (line) => lines.push(line) });
    const path = bench.approvalPath();
    const secret = path.split('-')[1] ?? '';
    assert.equal(secret.length, 32);
    for (const end of [path, `${path}0`]) await fetch(`${bench.url}${end}`);
    const { hash } = await bench.get('/api/v1/proposals/p1');
    const given = (await (await bench.post('/api/v1/proposals/p1/code', { hash })).json()) as Row;
    assert.equal(new URL(String(given['link'])).pathname, path);
    await bench.deliver([{ labels }]);
    await answer(bench, 'approve');
    await bench.until('it is done', async () => (await bench.remediations())[0]?.['outcome'] === 'fixed');

    const journal = openJournal(join(bench.dataDir, 'store', STORE_FILE));
    t.after(() => journal.close());
    const shown = await Promise.all(
      [
        '/',
        '/metrics',
        '/api/v1/summary',
        '/api/v1/status',
        '/api/v1/proposals',
        '/api/v1/proposals/p1',
        '/api/v1/decisions',
        '/api/v1/remediations/r1',
        '/api/v1/remediations/p1/explain',
      ].map(async (page) => [page, await (await fetch(`${bench.url}${page}`)).text()]),
    );
    const { announced } = bench.alertmanager;
    const places: Record<string, unknown> = {
      log: lines,
      journal: [...journal.rows()],
      labels: announced.map((alert) => alert.labels),
      annotations: announced.map(({ annotations: { approval_url: _, ...others } }) => others),
      ...Object.fromEntries(shown),
    };
    for (const [place, content] of Object.entries(places)) {
      const text = JSON.stringify(content);
      assert.ok(text.length > 2 && !text.includes(secret), place);
    }
  });

  it('is missing where a proposal is older than such links, which is approved from the command line', async (t) => {
    const { bench } = await asked(t);
    await bench.kill();
    const db = new DatabaseSync(join(bench.dataDir, 'store', STORE_FILE));
    db.exec('UPDATE proposals SET link_secret = NULL');
    db.close();
    bench.alertmanager.announced.length = 0;
    const next = await startBench(t, { ...APPROVE, after: bench });
    await next.pass(70_000);
    const told = next.alertmanager.announced.map(({ annotations }) => annotations);
    assert.ok(told.length > 0);
    for (const annotations of told) assert.equal('approval_url' in annotations, false);
    for (const end of ['p1', 'p1-', 'p1-null', `p1-${'0'.repeat(32)}`]) {
      assert.equal((await fetch(`${next.url}/approve/${end}`)).status, 404, end);
    }
    const { hash } = await next.get('/api/v1/proposals/p1');
    const code = await next.post('/api/v1/proposals/p1/code', { hash });
    assert.deepEqual(
      [code.status, await code.json()],
      [409, { error: 'p1 has no page: vizora-ops approve p1' }],
    );
    assert.equal((await answer(next, 'approve')).status, 200);
    await next.until('it is done', () => next.world.acts.length === 1);
  });
});

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import { GENESIS, headNumber, linkHash } from '../core/journal/chain.ts';
import { runProgram } from './program.ts';

const AT = '2026-11-22T12:00:00.000Z';
const decision = {
  id: 'd1',
  at: AT,
  source: 'webhook',
  incident: 'service_down',
  org: 'platform',
  target_kind: 'service',
  target_id: 'web',
  action: 'restart_process',
  decision: 'refuse',
  reason: 'suppressed',
  gates: [
    { gate: 'global_stop', passed: true, saw: 'no stop is in force' },
    { gate: 'alert_active', passed: false, saw: 'silence \u001b[2J by ann' },
  ],
  repeats: 3,
  last_at: AT,
};
const remediation = {
  id: 'r1',
  action: 'restart_process',
  target: 'process/vizora-web',
  incident: 'service_down',
  org: 'platform',
  attempt: 1,
  state: 'finished',
  outcome: 'fixed',
  intent_at: AT,
  finished_at: AT,
  detail: 'the fault is gone',
};
const healthy = {
  mode: 'act',
  modes: { restart_process: 'act' },
  stops: [],
  maintenance: [],
  in_progress: [],
  awaiting_approval: [],
  escalated: [],
};

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A remediator that gives the answers it is told, and 404 for the rest. */
async function startRemediator(t: TestContext, answers: Record<string, unknown>) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method = '', url = '', headers } = request;
    asked.push({ method, path: url, headers, body });
    const answer = answers[url.replace('/api/v1', '').replace(/\?.*/, '')];
    response.statusCode = answer === undefined ? 404 : 200;
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(answer ?? { error: 'not_found' }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => server.close());
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** One that cannot do what it is told. */
async function startInTrouble(t: TestContext): Promise<string> {
  const server = createServer((_, response) => response.writeHead(500).end('{"error":"internal_error"}'));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const printed: string[] = [];
  const complained: string[] = [];
  const code = await runProgram(args, {
    env: { NO_COLOR: '1', ...env },
    print: (text) => printed.push(text),
    complain: (text) => complained.push(text),
  });
  return { code, printed: printed.join('\n'), complained: complained.join('\n') };
}

/** An address at which nobody listens any more. */
async function nobodyThere(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'vizora-ops-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

describe('the command line', () => {
  it('explains a target gate by gate, and lets no terminal obey what it shows', async (t) => {
    const about = '/remediations/service%2Fweb/explain';
    const explanations = [{ sentence: 'A silence holds it.', decision, remediation: null }];
    const { url, asked } = await startRemediator(t, { [about]: { about: 'service/web', explanations } });
    const { code, printed } = await run(['--url', url, 'explain', 'service/web']);
    assert.equal(code, 0);
    assert.equal(asked[0]?.path, `/api/v1${about}`);
    assert.match(printed, /alert_active.*no.*silence/);
    assert.match(printed, /suppressed\. A silence holds it\. The same 3 times more/);
    assert.ok(!printed.includes('\u001b[2J'));
  });

  it('lists decisions without what comes by itself, unless all are asked for', async (t) => {
    const { url, asked } = await startRemediator(t, { '/decisions': { decisions: [decision] } });
    const { code, printed } = await run(['--url', url, 'decisions']);
    assert.equal(code, 0);
    assert.match(printed, /d1 +2026-11-22 12:00:00Z +service_down +service\/web +restart_process +refuse/);
    await run(['--url', url, 'decisions', '--all', '--limit', '7']);
    assert.deepEqual(
      asked.map(({ path }) => path),
      ['/api/v1/decisions?limit=50&routine=false', '/api/v1/decisions?limit=7&routine=true'],
    );
  });

  it('says of a decision to observe whether a repair would have followed', async (t) => {
    const mode = { gate: 'mode', passed: false, saw: 'observe' };
    const inventory = { gate: 'inventory', passed: false, saw: 'none' };
    const observed = [[mode], [mode, inventory]].map((gates) => ({ ...decision, reason: 'observe', gates }));
    const { url } = await startRemediator(t, { '/decisions': { decisions: observed } });
    const { printed } = await run(['--url', url, 'decisions']);
    assert.match(printed, /observe, else act .*\n.*observe, and inventory/);
  });

  it('ends with 1 when nothing is known about what it is asked', async (t) => {
    const { url } = await startRemediator(t, {});
    const { code, complained } = await run(['--url', url, 'explain', 'r99']);
    assert.equal(code, 1);
    assert.match(complained, /nothing is known/);
  });

  it('lists remediations, and ends with 1 when a target is left unrepaired', async (t) => {
    const answers = { '/remediations': { remediations: [remediation] } };
    const { url } = await startRemediator(t, answers);
    const good = await run(['--url', url, 'remediations']);
    assert.equal(good.code, 0);
    assert.match(good.printed, /r1.*restart_process.*process\/vizora-web.*fixed/);
    answers['/remediations'].remediations.push({ ...remediation, id: 'r2', outcome: 'not_fixed' });
    assert.equal((await run(['--url', url, 'remediations'])).code, 1);
  });

  it('prints what was answered as JSON', async (t) => {
    const { url } = await startRemediator(t, { '/decisions': { decisions: [decision] } });
    const { code, printed } = await run(['--url', url, '--json', 'decisions', '--limit', '5']);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(printed), { decisions: [decision] });
  });

  it('tells the status, and ends with 1 when people have something to do', async (t) => {
    const answers: Record<string, unknown> = { '/status': healthy };
    const { url } = await startRemediator(t, answers);
    const good = await run(['--url', url, 'status']);
    assert.deepEqual([good.code, good.printed.includes('Nothing waits for people')], [0, true]);
    answers['/status'] = { ...healthy, stops: [{ source: 'operator', reason: 'deploying' }] };
    const stopped = await run(['--url', url, 'status']);
    assert.deepEqual([stopped.code, stopped.printed.includes('Stopped by operator: deploying')], [1, true]);
  });

  it('stops with a reason and the operator token from its file', async (t) => {
    const { url, asked } = await startRemediator(t, { '/stop': { stops: [] } });
    const tokenFile = join(folder(t), 'token');
    writeFileSync(tokenFile, 'secret\n');
    const { code } = await run(['--url', url, '--token-file', tokenFile, 'stop', '--reason', 'deploying']);
    assert.equal(code, 0);
    assert.equal(asked[0]?.headers.authorization, 'Bearer secret');
    assert.deepEqual(JSON.parse(asked[0]?.body ?? ''), { reason: 'deploying' });
  });

  it('finds the remediator and its token by the configuration', async (t) => {
    const { url, asked } = await startRemediator(t, { '/status': healthy });
    const folder = mkdtempSync(join(tmpdir(), 'vizora-ops-cli-'));
    t.after(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'token'), 'the-operator\n');
    const config = join(folder, 'vizora-ops.yaml');
    const listen = url.replace('http://', '');
    writeFileSync(
      config,
      `remediator: { listen: '${listen}', operator_token_file: '${join(folder, 'token')}' }\n`,
    );
    assert.equal((await run(['--config.file', config, 'status'])).code, 0);
    assert.equal((await run(['status'], { VIZORA_OPS_CONFIG: config })).code, 0);
    assert.deepEqual(
      asked.map(({ headers }) => headers.authorization),
      ['Bearer the-operator', 'Bearer the-operator'],
    );
  });

  it('writes the stop file when nobody answers and the configuration says where', async (t) => {
    const data = folder(t);
    const config = join(data, 'vizora-ops.yaml');
    writeFileSync(config, `remediator:\n  data_dir: ${data}\n`);
    const nobody = ['--url', await nobodyThere()];
    const { code } = await run([...nobody, '--config.file', config, 'stop', '--reason', 'fire']);
    assert.equal(code, 0);
    assert.equal(readFileSync(join(data, 'stop'), 'utf8'), 'fire\n');
    assert.equal((await run([...nobody, 'stop', '--reason', 'fire'])).code, 3);
  });

  it('leaves alone what lies there already, which might be a link that leads elsewhere', async (t) => {
    const data = folder(t);
    const config = join(data, 'vizora-ops.yaml');
    writeFileSync(config, `remediator:\n  data_dir: ${data}\n`);
    symlinkSync(join(data, 'elsewhere'), join(data, 'stop'));
    const args = ['--url', await nobodyThere(), '--config.file', config, 'stop', '--reason', 'fire'];
    assert.equal((await run(args)).code, 0);
    assert.equal(existsSync(join(data, 'elsewhere')), false);
  });

  it('says loudly that nothing is stopped where no stop file can be written', async (t) => {
    const data = folder(t);
    const config = join(data, 'vizora-ops.yaml');
    writeFileSync(config, `remediator:\n  data_dir: ${join(data, 'nowhere')}\n`);
    const args = ['--url', await nobodyThere(), '--config.file', config, 'stop', '--reason', 'fire'];
    const { code, complained } = await run(args);
    assert.deepEqual([code, /NOTHING is stopped/.test(complained)], [3, true]);
  });

  it('ends by what the remediator answers: gone or changed is bad, a wrong question usage, trouble unreachable', async (t) => {
    let status = 200;
    const server = createServer((_, response) => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end('{"error": "no"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const codes: [number, number][] = [];
    for (status of [404, 409, 400, 401, 403, 500, 503]) {
      codes.push([status, (await run(['--url', url, 'undo', 'r1'])).code]);
    }
    const expected = [1, 1, 2, 2, 2, 3, 3];
    assert.deepEqual(
      codes.map(([, code]) => code),
      expected,
    );
  });

  for (const [what, flags] of [
    ['the remediator is in trouble', []],
    ['the token cannot be read', ['--token-file', '/nowhere/token']],
  ] as const) {
    it(`writes the stop file also when ${what}`, async (t) => {
      const url = await startInTrouble(t);
      const data = folder(t);
      const config = join(data, 'vizora-ops.yaml');
      writeFileSync(config, `remediator: {data_dir: ${data}}\n`);
      const args = ['--url', url, '--config.file', config, ...flags, 'stop', '--reason', 'fire'];
      const { code, printed } = await run(args);
      assert.equal(code, 0);
      assert.match(printed, /The remediator was not told .* nothing is executed/);
      assert.equal(readFileSync(join(data, 'stop'), 'utf8'), 'fire\n');
    });
  }

  it('stops who is named although the configuration cannot be used, and says so when that fails, too', async (t) => {
    const config = join(folder(t), 'vizora-ops.yaml');
    writeFileSync(config, 'remediator: {modee: act}\n');
    const stopIt = ['--config.file', config, 'stop', '--reason', 'fire'];
    const { url, asked } = await startRemediator(t, { '/stop': { stops: [] } });
    assert.equal((await run(['--url', url, ...stopIt])).code, 0);
    assert.deepEqual(
      asked.map(({ path }) => path),
      ['/api/v1/stop'],
    );
    const failed = await run(['--url', await startInTrouble(t), ...stopIt]);
    assert.notEqual(failed.code, 0);
    assert.match(failed.complained, /internal_error/);
    const unnamed = await run(stopIt);
    assert.match(unnamed.complained, /unknown setting remediator\.modee/);
  });

  it('says after resuming what still stops it', async (t) => {
    const answers = { '/resume': { stops: [{ source: 'file', reason: 'the file /x is there' }] } };
    const { url } = await startRemediator(t, answers);
    const { code, printed } = await run(['resume'], { REMEDIATOR_URL: url });
    assert.equal(code, 1);
    assert.match(printed, /Still stopped by file/);
  });

  it('ends with 2 on a usage error and with 0 on help and version', async () => {
    for (const args of [['stop'], ['nonsense'], ['remediations', '--limit', 'x'], ['--nonsense', 'status']]) {
      assert.equal((await run(args)).code, 2, args.join(' '));
    }
    assert.equal((await run(['--help'])).code, 0);
    const { code, printed } = await run(['--version']);
    assert.equal(code, 0);
    assert.match(printed, /^\d+\.\d+\.\d+/);
  });

  it('ends with 3 when nobody answers, or something else does', async (t) => {
    const nobody = await run(['--url', await nobodyThere(), 'status']);
    assert.equal(nobody.code, 3);
    assert.match(nobody.complained, /does not answer \(ECONNREFUSED\)/);
    const { url } = await startRemediator(t, { '/status': { hello: 'world' } });
    assert.equal((await run(['--url', url, 'status'])).code, 3);
  });
});

describe('show', () => {
  const shown = {
    ...remediation,
    actor: 'operator, p3',
    policy_hash: 'f'.repeat(64),
    policy_in_force: false,
    plan: { steps: ['\u001b[2J'] },
    evidence: { probes: 3 },
    before: { is_active: true },
    after: { is_active: false },
    changes: [{ field: 'is_active', before: true, after: false }],
    phases_seconds: { alert: 5, decide: 6.5, act: 0.2, verify: null },
    episode: { id: 4, opened_at: AT, closed_at: null, attempts: ['r1'] },
    undo: { command: 'vizora-ops undo r1', means: 'the schedule is switched on again' },
    undoings: [{ at: AT, by: 'operator', result: null }],
  };

  it('tells what changed, how long each part took, by whose word, and how to take it back', async (t) => {
    const answers: Record<string, unknown> = { '/remediations/r1': shown };
    const { url } = await startRemediator(t, answers);
    const { code, printed } = await run(['--url', url, 'show', 'r1']);
    assert.equal(code, 0);
    for (const told of [
      /^r1: restart_process on process\/vizora-web for service_down \(platform\)$/m,
      /attempt 1 of episode 4 .*still open; r1/,
      /^By operator, p3, under the policy ffffffffffff, which was changed since$/m,
      /^until it was decided +6\.5 s$/m,
      /^until it was verified +not known$/m,
      /^is_active +true +false$/m,
      /^evidence: \{"probes":3\}$/m,
      /^To be taken back at 2026-11-22 12:00:00Z, said operator: what became of it is not noted yet$/m,
      /^Undo: vizora-ops undo r1 \(the schedule is switched on again\)$/m,
      /^Why: vizora-ops explain r1$/m,
    ]) {
      assert.match(printed, told);
    }
    assert.ok(!printed.includes('\u001b[2J'));
    answers['/remediations/r1'] = { ...shown, outcome: 'not_fixed', undo: null, changes: [] };
    const bad = await run(['--url', url, 'show', 'r1']);
    assert.deepEqual([bad.code, /^It cannot be taken back\.$/m.test(bad.printed)], [1, true]);
    assert.equal((await run(['--url', url, 'show', 'r9'])).code, 1);
    assert.deepEqual(JSON.parse((await run(['--url', url, '--json', 'show', 'r1'])).printed).changes, []);
  });
});

describe('replay', () => {
  const tried = {
    incident: 'service_down',
    org: 'platform',
    target_kind: 'service',
    target_id: 'web',
    action: 'restart_process',
    target: 'process/vizora-web',
    would: 'act',
    reason: 'fault_confirmed',
    sentence: 'The fault was seen.',
    gates: decision.gates,
    plan: { steps: [] },
    before: {},
  };

  it('posts the payload to be tried out, and ends with 1 where it would be refused', async (t) => {
    const payload = join(folder(t), 'payload.json');
    writeFileSync(payload, '{"version": "4"}');
    const answers = { '/dry-run': { tried: [tried] } };
    const { asked, url } = await startRemediator(t, answers);
    const good = await run(['--url', url, 'replay', payload]);
    assert.equal(good.code, 0);
    assert.deepEqual(
      asked.map(({ method, path, body }) => [method, path, body]),
      [['POST', '/api/v1/dry-run', '{"version":"4"}']],
    );
    assert.match(good.printed, /^would be repaired: fault_confirmed\. The fault was seen\.$/m);
    assert.match(good.printed, /^alert_active +no +silence/m);
    assert.match(good.printed, /^plan: /m);
    answers['/dry-run'].tried.push({ ...tried, would: 'refuse', reason: 'suppressed' });
    const refused = await run(['--url', url, 'replay', payload]);
    assert.deepEqual([refused.code, /^would be refused: suppressed/m.test(refused.printed)], [1, true]);
  });

  it('ends with 2 for a file that is no JSON, or is not there', async (t) => {
    const payload = join(folder(t), 'payload.json');
    assert.equal((await run(['replay', payload])).code, 2);
    writeFileSync(payload, 'nonsense');
    const { code, complained } = await run(['replay', payload]);
    assert.deepEqual([code, /is no payload of a webhook/.test(complained)], [2, true]);
  });
});

describe('undo', () => {
  it('says what was taken back', async (t) => {
    const { asked, url } = await startRemediator(t, {
      '/remediations/r7/undo': { undone: true, detail: 'the schedule is switched on again' },
    });
    const { code, printed } = await run(['--url', url, 'undo', 'r7']);
    assert.deepEqual([code, printed], [0, 'Undone: the schedule is switched on again.']);
    assert.equal(asked[0]?.method, 'POST');
    assert.equal((await run(['--url', url, 'undo', 'r8'])).code, 1);
  });
});

describe('approval', () => {
  const proposal = {
    id: 'p12',
    state: 'waiting',
    incident: 'service_down',
    org: 'platform',
    action: 'restart_process',
    target: 'process/vizora-web',
    plan: { steps: [{ verb: 'restart', app: '\u001b[2J' }] },
    before: { status: 'online' },
    hash: 'a'.repeat(64),
    made_at: AT,
    expires_at: AT,
    answered_by: null,
    remediation_id: null,
  };
  const answers = {
    '/proposals': { proposals: [proposal] },
    '/proposals/p12': proposal,
    '/proposals/p12/approve': { ...proposal, state: 'approved' },
    '/proposals/p12/reject': { ...proposal, state: 'rejected' },
    '/proposals/p12/code': { code: 'ABCD-EFGH-JKMN', expires_at: AT, link: 'http://ops/approve/p12-0f' },
  };

  it('is given for the plan that was seen, which is shown', async (t) => {
    const { asked, url } = await startRemediator(t, answers);
    const { code, printed } = await run(['--url', url, 'approve', 'p12']);
    assert.equal(code, 0);
    assert.deepEqual(
      asked.map(({ method, path, body }) => [method, path, body]),
      [
        ['GET', '/api/v1/proposals/p12', ''],
        ['POST', '/api/v1/proposals/p12/approve', JSON.stringify({ hash: proposal.hash })],
      ],
    );
    assert.match(printed, /Approved p12: restart_process on process\/vizora-web\.\nPlan: .*restart/);
    assert.ok(!printed.includes('\u001b[2J'));
  });

  it('is refused by reject, and not given where only a code for the page is asked for', async (t) => {
    const { asked, url } = await startRemediator(t, answers);
    assert.match((await run(['--url', url, 'reject', 'p12'])).printed, /^Rejected p12/);
    const { code, printed } = await run(['--url', url, 'approve', 'p12', '--code']);
    assert.deepEqual(
      [code, printed],
      [0, 'Code: ABCD-EFGH-JKMN\nOnce, until 2026-11-22 12:00:00Z, at http://ops/approve/p12-0f'],
    );
    const posted = asked.filter(({ method }) => method === 'POST').map(({ path }) => path);
    assert.deepEqual(posted, ['/api/v1/proposals/p12/reject', '/api/v1/proposals/p12/code']);
  });

  it('that is waited for is listed, and makes the status say that people have something to do', async (t) => {
    const status = { ...healthy, mode: 'approve', awaiting_approval: [proposal] };
    const { url } = await startRemediator(t, { ...answers, '/status': status });
    const listed = await run(['--url', url, 'proposals']);
    assert.match(listed.printed, /p12.*restart_process.*process\/vizora-web.*service_down.*waiting/);
    const { code, printed } = await run(['--url', url, 'status']);
    assert.deepEqual([code, /Waiting for approval:\n.*\n.*p12/.test(printed)], [1, true]);
    assert.doesNotMatch(printed, /Nothing waits for people/);
    assert.equal((await run(['--url', url, 'approve', 'p99'])).code, 1);
  });
});

describe('maintenance', () => {
  const announced = { source: 'announced', reason: 'deploying', until: AT };

  it('start tells the remediator for how long and why, and says until when', async (t) => {
    const { asked, url } = await startRemediator(t, {
      '/maintenance': { maintenance: [announced], untold: ['Alertmanager at http://am: answered 500'] },
    });
    const args = ['--url', url, 'maintenance', 'start', '--for', '30m', '--reason', 'deploying'];
    const { code, printed } = await run(args);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(asked[0]?.body ?? ''), { for: '30m', reason: 'deploying' });
    assert.match(printed, /^Nothing is repaired until 2026-11-22 12:00:00Z\.$/m);
    assert.match(printed, /Alertmanager does not show it: .*answered 500/);
  });

  it('start asks for both, since a deployment that forgets one would go on unheld', async () => {
    assert.equal((await run(['maintenance', 'start', '--for', '30m'])).code, 2);
    assert.equal((await run(['maintenance', 'start', '--reason', 'x'])).code, 2);
  });

  it('start ends with 3 when nobody answers, so that a script can stop', async () => {
    const args = ['--url', 'http://127.0.0.1:9', 'maintenance', 'start', '--for', '30m', '--reason', 'x'];
    assert.equal((await run(args)).code, 3);
  });

  it('end ends with 1 while a window is still open', async (t) => {
    const window = { source: 'window', reason: 'the window "0 2 * * 6"', until: AT };
    const { url } = await startRemediator(t, { '/maintenance/end': { maintenance: [window], untold: [] } });
    const { code, printed } = await run(['--url', url, 'maintenance', 'end']);
    assert.deepEqual([code, /Still in force until .*the window/.test(printed)], [1, true]);
  });

  it('is shown by status', async (t) => {
    const { url } = await startRemediator(t, { '/status': { ...healthy, maintenance: [announced] } });
    const { printed } = await run(['--url', url, 'status']);
    assert.match(printed, /Maintenance \(announced\) until 2026-11-22 12:00:00Z: deploying/);
  });
});

describe('audit', () => {
  const KEY = 'k'.repeat(40);

  /** A store with a few records, as the remediator keeps it. */
  function store(t: TestContext, count = 3) {
    const folder = mkdtempSync(join(tmpdir(), 'audit-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const db = new DatabaseSync(join(folder, 'remediator.sqlite'));
    db.exec('CREATE TABLE journal (seq INTEGER PRIMARY KEY, at INTEGER, kind TEXT, record TEXT, hash TEXT)');
    let previous = GENESIS;
    for (let seq = 1; seq <= count; seq++) {
      const row = { seq, at: Date.parse(AT), kind: 'stopped', record: `{"reason":"\\u001b[2J ${seq}"}` };
      previous = linkHash(KEY, previous, row);
      db.prepare('INSERT INTO journal VALUES (?, ?, ?, ?, ?)').run(
        seq,
        row.at,
        row.kind,
        row.record,
        previous,
      );
    }
    writeFileSync(join(folder, 'journal.key'), `${KEY}\n`);
    const config = join(folder, 'vizora-ops.yaml');
    writeFileSync(config, JSON.stringify({ remediator: { data_dir: folder } }));
    const audit = (...args: string[]) => run(['--config.file', config, 'audit', ...args]);
    const backup = (file: string) => run(['--config.file', config, 'backup', file]);
    return { db, folder, audit, backup, head: previous };
  }

  it('verify says that a journal is as it was written, with its height and head', async (t) => {
    const { audit, head } = store(t);
    const { code, printed } = await audit('verify');
    assert.equal(code, 0);
    assert.equal(
      printed,
      `The journal is intact: 3 records, height 3, head ${head.slice(0, 12)} (as a metric: ${headNumber(head)}).`,
    );
  });

  it('verify ends with 1 where a record was changed, and says which', async (t) => {
    const { db, audit } = store(t);
    db.exec(`UPDATE journal SET record = '{}' WHERE seq = 2`);
    const { code, printed } = await audit('verify');
    assert.deepEqual(
      [code, printed],
      [1, 'The journal is NOT intact: record 2 is not the one that was written after record 1.'],
    );
  });

  it('verify finds that the newest were cut off beside a height and head that were noted', async (t) => {
    const { db, audit, head } = store(t);
    const noted = ['--height', '3', '--head-number', String(headNumber(head))];
    assert.equal((await audit('verify', ...noted)).code, 0);
    assert.equal((await audit('verify', '--height', '3', '--head', head.slice(0, 16))).code, 0);
    assert.equal((await audit('verify', '--height', '2', '--head', head.slice(0, 16))).code, 1);
    db.exec('DELETE FROM journal WHERE seq = 3');
    const cut = await audit('verify', ...noted);
    assert.equal(cut.code, 1);
    assert.match(cut.printed, /it ends at record 2, and had 3: the newest were cut off/);
    assert.equal((await audit('verify', '--height', '3')).code, 2);
  });

  it('export gives what verify takes, and tail shows the newest without what a terminal obeys', async (t) => {
    const { audit, folder } = store(t);
    const exported = join(folder, 'export.jsonl');
    writeFileSync(exported, `${(await audit('export')).printed}\n`);
    assert.equal((await audit('verify', exported)).code, 0);
    writeFileSync(exported, readFileSync(exported, 'utf8').replace('"seq":2', '"seq":5'));
    assert.equal((await audit('verify', exported)).code, 1);
    const { printed } = await audit('tail', '--limit', '1');
    assert.match(printed, /^3 {4}2026-11-22 12:00:00Z {2}stopped {2}/m);
    assert(!printed.includes('\u001b'));
  });

  it('backup copies what is verified in the copy, and overwrites nothing', async (t) => {
    const { audit, folder, backup, db } = store(t);
    const copy = join(folder, 'copy.sqlite');
    const { code, printed } = await backup(copy);
    assert.equal(code, 0);
    assert.match(printed, /^Copied to .*copy\.sqlite: the journal in it is intact, height 3/);
    assert.equal(statSync(copy).mode & 0o777, 0o600);
    assert.equal((await backup(copy)).code, 2);
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'link'));
    assert.match((await backup(join(folder, 'link'))).complained, /is there already/);
    assert.equal((await backup(join(folder, 'no', 'folder'))).code, 2);
    db.exec(`UPDATE journal SET record = '{}' WHERE seq = 2`);
    assert.equal((await audit('verify')).code, 1);
    const bad = await backup(join(folder, 'bad.sqlite'));
    assert.deepEqual([bad.code, /NOT intact: record 2/.test(bad.printed)], [1, true]);
  });

  it('names store and key where they cannot be read', async (t) => {
    const { audit, folder } = store(t);
    rmSync(join(folder, 'journal.key'));
    const noKey = await audit('verify');
    assert.equal(noKey.code, 2);
    assert.match(noKey.complained, /remediator\.journal_key_file: cannot read .*journal\.key/);
    writeFileSync(join(folder, 'journal.key'), KEY);
    rmSync(join(folder, 'remediator.sqlite'));
    const noStore = await audit('tail');
    assert.equal(noStore.code, 2);
    assert.match(noStore.complained, /remediator\.sqlite cannot be read.*remediator\.data_dir/);
  });
});

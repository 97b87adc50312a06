import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { runProgram } from '../cli/program.ts';
import { loadConfig } from '../core/config/load.ts';
import { openJournal, STORE_FILE } from '../core/journal/read-store.ts';
import { type Certificate, createAuthority, hasOpenssl } from '../core/probe/certificates.test-support.ts';
import { type Bench, payload, serviceDown, startBench, TOKEN } from '../remediator/bench.test-support.ts';
import { unusableTls } from '../remediator/http/unusable-tls.ts';

const without = hasOpenssl() ? {} : { skip: 'the machine has no openssl' };

interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly ca: string;
  readonly shown?: Certificate;
  readonly token?: string;
  readonly body?: string;
}

/** The status, or the code of what went wrong, and the serial number of the server's certificate. */
function ask(url: string, { path, ca, shown, token, body, method = 'GET' }: Asked) {
  return new Promise<{ status: number | string; serial: string }>((resolve) => {
    const headers = {
      'Content-Type': 'application/json',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    };
    const sent = request(new URL(path, url), { method, ca, ...shown, headers, agent: false }, (response) => {
      const { serialNumber: serial } = (response.socket as TLSSocket).getPeerCertificate();
      response.resume().on('end', () => resolve({ status: response.statusCode ?? 0, serial }));
    });
    sent.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ status: error.code ?? error.message, serial: '' }),
    );
    sent.end(body);
  });
}

function files(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'tls-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const put = (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  return { put, folder };
}

function newestRecord({ dataDir }: Bench): string {
  const journal = openJournal(join(dataDir, 'store', STORE_FILE));
  const [newest] = journal.last(1);
  journal.close();
  return newest?.record ?? '';
}

describe('the remediator over TLS', without, () => {
  it('asks whoever delivers, operates or approves for a certificate besides the token, and scrapes for none', async (t) => {
    const { put } = files(t);
    const [servers, clients, strangers] = [createAuthority(1), createAuthority(1), createAuthority(1)];
    const server = servers.issue(1);
    const operator_token_file = put('operator.token', 'operator');
    const bench = await startBench(t, {
      remediator: {
        operator_token_file,
        tls: {
          cert_file: put('cert', server.cert),
          key_file: put('key', server.key),
          client_ca_file: put('ca', clients.cert),
        },
      },
    });
    assert.match(bench.url, /^https:/);
    const ca = servers.cert;
    const [ours, theirs] = [clients.issue(1), strangers.issue(1)];
    const status = async (asked: Omit<Asked, 'ca'>) => (await ask(bench.url, { ca, ...asked })).status;

    for (const path of ['/metrics', '/-/healthy', '/-/ready', '/api/v1/summary']) {
      assert.equal(await status({ path }), 200, path);
    }
    const body = JSON.stringify(payload([{ labels: serviceDown('web') }]));
    const delivery = { method: 'POST', path: '/api/v1/alerts', token: TOKEN, body };
    const operate = { path: '/api/v1/status', token: 'operator' };
    for (const asked of [delivery, operate, { path: '/approve/p1' }]) {
      assert.equal(await status(asked), 403, 'without a certificate');
      assert.equal(await status({ ...asked, shown: theirs }), 403, 'with one of somebody else');
    }
    assert.equal(await status({ ...delivery, shown: ours }), 200);
    assert.equal(await status({ ...operate, shown: ours }), 200);
    assert.equal(await status({ path: '/approve/p1', shown: ours }), 404);
    const resume = { method: 'POST', path: '/api/v1/resume', token: 'operator', body: '{}' };
    assert.equal(await status({ ...resume, shown: ours }), 200);
    assert.match(newestRecord(bench), /"by":"operator server"/, 'by the name in the certificate');
    assert.equal(await status({ path: '/api/v1/status', shown: ours }), 401, 'the token is needed, too');
    assert.equal((await ask(bench.url, { path: '/metrics', ca: clients.cert })).status !== 200, true);

    const cli = (...args: string[]) => {
      const said: string[] = [];
      const options = {
        env: {},
        print: (text: string) => said.push(text),
        complain: (text: string) => said.push(text),
      };
      const flags = ['--url', bench.url, '--token-file', operator_token_file, '--tls-ca', put('servers', ca)];
      return runProgram([...flags, ...args, 'status'], options).then((code) => ({ code, said: said.join() }));
    };
    assert.equal((await cli('--tls-cert', put('c', ours.cert), '--tls-key', put('k', ours.key))).code, 0);
    const refused = await cli();
    assert.deepEqual([refused.code, /--tls-cert/.test(refused.said)], [2, true]);
  });

  it('takes up a certificate that was replaced, and keeps the one before where the new one is none', async (t) => {
    const { put } = files(t);
    const authority = createAuthority(1);
    const [first, second] = [authority.issue(1), authority.issue(1)];
    const tls = { cert_file: put('cert', first.cert), key_file: put('key', first.key) };
    const bench = await startBench(t, { remediator: { tls } });
    const ca = authority.cert;
    const before = await ask(bench.url, { path: '/-/healthy', ca });
    put('cert', second.cert);
    const halfWay = await ask(bench.url, { path: '/-/healthy', ca });
    put('key', second.key);
    const after = await ask(bench.url, { path: '/-/healthy', ca });
    assert.deepEqual([before.status, halfWay.status, after.status], [200, 200, 200]);
    assert.equal(halfWay.serial, before.serial);
    assert.notEqual(after.serial, before.serial);
  });

  it('is not begun with files that cannot be used, and says which', (t) => {
    const { put, folder } = files(t);
    const [one, other] = [createAuthority(1), createAuthority(1)];
    const { remediator } = loadConfig(undefined, {});
    const problems = (cert: string, key: string) =>
      unusableTls({ remediator: { ...remediator, tls: { cert_file: cert, key_file: key } } });
    assert.deepEqual(problems(put('cert', one.cert), put('key', one.key)), []);
    assert.match(
      String(problems(join(folder, 'none'), put('key', one.key))),
      /^remediator\.tls: cannot read .*none/,
    );
    assert.match(String(problems(put('cert', one.cert), put('key', other.key))), /cannot be used together/);
    assert.deepEqual(unusableTls({ remediator }), []);
  });
});

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { packageVersion } from '../core/package.ts';

const NOBODY = 'http://127.0.0.1:1';

describe('the program', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'exporter-main-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  function configured(special: Record<string, unknown> = {}): string[] {
    const file = join(folder, 'vizora-ops.yaml');
    const settings = {
      vizora: { api_url: NOBODY, realtime_url: NOBODY, web_url: NOBODY },
      processes: { pm2_home: join(folder, 'pm2') },
      organisations: { acme: { reader: { email: 'viewer@acme.example.com', password: { env: 'ACME' } } } },
      exporter: { listen: '127.0.0.1:0', data_dir: join(folder, 'data') },
      ...special,
    };
    writeFileSync(file, JSON.stringify(settings));
    return ['--config.file', file];
  }

  function start(args: string[], env: Record<string, string> = {}) {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
      env: { ...process.env, VIZORA_OPS_CONFIG: '', ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    const ended = once(child, 'close').then(([code]) => ({ code: code as number, output }));
    return { child, ended, output: () => output };
  }

  const run = (args: string[], env?: Record<string, string>) => start(args, env).ended;

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`ends cleanly at ${signal}, with nothing left that would keep it alive`, async () => {
      const { child, ended, output } = start(configured(), { ACME: 'hunter2' });
      while (!output().includes('exporter runs') && child.exitCode === null) await delay(20);
      const asked = Date.now();
      child.kill(signal);
      const { code, output: said } = await ended;
      assert.equal(code, 0, said);
      assert.ok(Date.now() - asked < 4_000, 'ended by itself, not by the limit');
      assert.match(said, /"msg":"stopped"/);
      assert.doesNotMatch(said, /hunter2/);
    });
  }

  it('refuses a bad configuration, saying all that is wrong with it', async () => {
    const { code, output } = await run(configured({ exporter: { lisen: 'x', resolved_hold: 'soon' } }));
    assert.equal(code, 2);
    assert.match(output, /unknown setting exporter\.lisen/);
    assert.match(output, /"soon" is not a duration/);
  });

  it('refuses options that it does not know', async () => {
    const { code, output } = await run(['--config.fil', 'x']);
    assert.equal(code, 2);
    assert.match(output, /unknown option/);
  });

  it('checks a configuration, and the secrets that it names', async () => {
    const check = ['--config.check', ...configured()];
    assert.equal((await run(check, { ACME: 'hunter2' })).code, 0);
    const { code, output } = await run(check, { ACME: '' });
    assert.equal(code, 2);
    assert.match(output, /organisations\.acme\.reader\.password/);
    const admin = { email: 'root@example.com', password: { env: 'ROOT' } };
    const withAdmin = await run(['--config.check', ...configured({ vizora: { admin } })], { ACME: 'x' });
    assert.equal(withAdmin.code, 2);
    assert.match(withAdmin.output, /vizora\.admin\.password/);
  });

  it('checks the secrets of what is told to others, too', async () => {
    const notifications = {
      slack_webhook_url: { env: 'HOOK' },
      email: {
        host: 'mail.example',
        user: 'ops',
        password: { file: join(folder, 'none') },
        to: ['a@b.example'],
      },
    };
    const vizora = { redis_url: { env: 'REDIS' } };
    const { code, output } = await run(['--config.check', ...configured({ notifications, vizora })], {
      ACME: 'x',
    });
    assert.equal(code, 2);
    for (const setting of [
      'vizora.redis_url',
      'notifications.slack_webhook_url',
      'notifications.email.password',
    ]) {
      assert.ok(output.includes(setting), output);
    }
  });

  it('refuses to post the status for an organisation that is not configured', async () => {
    const { code, output } = await run(configured({ vizora: { status_account: 'beta' } }), { ACME: 'x' });
    assert.equal(code, 2);
    assert.match(output, /vizora\.status_account: there is no organisation beta/);
  });

  it('says why it cannot start, and ends with 1', async () => {
    writeFileSync(join(folder, 'file'), '');
    const exporter = { listen: '127.0.0.1:0', data_dir: join(folder, 'file', 'below') };
    const { code, output } = await run(configured({ exporter }));
    assert.equal(code, 1);
    assert.match(output, /exporter\.data_dir/);
  });

  it('tells its version', async () => {
    const { code, output } = await run(['--version']);
    assert.deepEqual([code, output.trim()], [0, packageVersion()]);
  });
});

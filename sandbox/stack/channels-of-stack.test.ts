import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { ConfigError, loadConfig } from '../../core/config/load.ts';
import { channelsOfStack } from './channels-of-stack.ts';

const mail = { SMTP_HOST: '127.0.0.1', SMTP_USER: 'ops', OPS_ALERT_EMAIL: 'ann@example.com' };

function channelsIn(t: TestContext, env: (folder: string) => NodeJS.ProcessEnv) {
  const folder = mkdtempSync(join(tmpdir(), 'channels-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const given = env(folder);
  return channelsOfStack(join(folder, 'data'), loadConfig(undefined, given), given);
}

describe('the ways to people of the local stack', () => {
  it('read secrets of the environment and of files alike, each from a copy that only we can read', (t) => {
    const { slack, email } = channelsIn(t, (folder) => {
      writeFileSync(join(folder, 'smtp'), 'hush\n');
      const SMTP_PASS_FILE = join(folder, 'smtp');
      return { ...mail, SMTP_PASS_FILE, SLACK_WEBHOOK_URL: 'https://hooks.slack.example/services/x' };
    });
    const webhook = slack?.webhook_file ?? '';
    const password = email?.login?.password_file ?? '';
    assert.equal(readFileSync(webhook, 'utf8'), 'https://hooks.slack.example/services/x');
    // Without the line break, which Alertmanager would take for a part of it.
    assert.equal(readFileSync(password, 'utf8'), 'hush');
    for (const file of [webhook, password]) assert.equal(statSync(file).mode & 0o777, 0o600);
  });

  it('are none where none is configured', (t) => {
    assert.deepEqual(
      channelsIn(t, () => ({})),
      {},
    );
  });

  it('are refused where one would not work, by its setting', (t) => {
    assert.throws(
      () => channelsIn(t, () => ({ ...mail, SMTP_PASS_FILE: '/nowhere/smtp' })),
      (error) =>
        error instanceof ConfigError && /notifications\.email\.password: .*ENOENT/.test(error.message),
    );
  });
});

import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConfigError } from '../../core/config/load.ts';
import { aboutRealVizora, type RealVizora, whatToWatch } from './what-to-watch.ts';

const file = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'vizora-ops-watch-')), 'vizora-ops.yaml');
  writeFileSync(path, text);
  return path;
};
const about = (given: string | undefined, env: NodeJS.ProcessEnv) => {
  const watched = whatToWatch(given, env);
  assert.ok('config' in watched);
  return aboutRealVizora(watched as RealVizora, env).join('\n');
};

test('without a file and without the address of an API, the sandbox is watched', () => {
  assert.ok('world' in whatToWatch(undefined, {}));
  assert.ok('world' in whatToWatch(undefined, { VIZORA_OPS_CONFIG: '', VALIDATOR_BASE_URL: ' ' }));
});

test('a file that is not there, or holds an unknown setting, is told with its name', () => {
  assert.throws(() => whatToWatch('/nowhere/vizora-ops.yaml', {}), /\/nowhere\/vizora-ops\.yaml/);
  assert.throws(() => whatToWatch(file('remediator: {moed: act}\n'), {}), ConfigError);
});

test('a real Vizora without an account says that nothing inside it is watched, and how to give one', () => {
  const text = about(undefined, { VALIDATOR_BASE_URL: 'http://127.0.0.1:3000' });
  assert.match(text, /http:\/\/127\.0\.0\.1:3000.*nothing inside.*organisations.*OPS_EMAIL/);
  assert.match(text, /Nothing is changed/);
});

test('a password that cannot be read is told with its setting', () => {
  const path = file(
    'organisations: {acme: {reader: {email: a@acme.example, password: {file: /nowhere/secret}}}}\n' +
      'remediator: {mode: act}\n',
  );
  const text = about(path, {});
  assert.match(text, /Organisations: acme\./);
  assert.match(text, /Faults are repaired/);
  assert.match(text, /organisations\.acme\.reader\.password: cannot read the file \/nowhere\/secret/);
});

test('who is told of alerts is said, and that nobody is', () => {
  assert.match(about(file('vizora: {}\n'), {}), /^Nobody is told of alerts: .*notifications/m);
  const path = file('notifications: {slack_webhook_url: {env: SLACK_WEBHOOK_URL}}\n');
  const text = about(path, { SMTP_HOST: '127.0.0.1', OPS_ALERT_EMAIL: 'ann@example.com,bob@example.com' });
  assert.match(text, /^People are told by Slack and email to ann@example\.com, bob@example\.com\.$/m);
});

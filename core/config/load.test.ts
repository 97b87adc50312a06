import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConfigError, loadConfig } from './load.ts';

const file = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'vizora-ops-config-')), 'vizora-ops.yaml');
  writeFileSync(path, text);
  return path;
};
const problems = (text: string): string => {
  try {
    loadConfig(file(text), {});
  } catch (error) {
    assert(error instanceof ConfigError);
    return error.problems.join('\n');
  }
  return assert.fail('it was accepted');
};

test('without a file the defaults hold: watch the platform on loopback, change nothing', () => {
  const config = loadConfig(undefined, {});
  assert.equal(config.vizora.api_url, 'http://127.0.0.1:3000');
  assert.equal(config.remediator.mode, 'observe');
  assert.deepEqual(config.organisations, []);
});

test('durations are read as people write them', () => {
  const config = loadConfig(file('exporter: {agents: {schedule-doctor: {interval: 20s}}}'), {});
  assert.equal(config.exporter.agents['schedule-doctor'].interval, 20_000);
});

test('one error names every fault, each with its place', () => {
  const said = problems('vizora: {api_url: nope, color: red}\nremediator: {mode: maybe}\n');
  assert.match(said, /vizora\.api_url: must be an http or https URL/);
  assert.match(said, /unknown setting vizora\.color/);
  assert.match(said, /remediator\.mode: /);
});

test('an unknown key refuses at any depth', () => {
  assert.match(problems('remediator: {actions: {restart_process: {atempts: 3}}}'), /atempts/);
  assert.match(problems('remediator: {actions: {rm_rf: {}}}'), /unknown setting remediator\.actions\.rm_rf/);
});

test('malformed YAML says where', () => {
  assert.match(problems('vizora:\n  api_url: "http://a\n'), /line \d/);
});

test('a file that is a list or a word is refused', () => {
  assert.match(problems('- a\n- b\n'), /must hold settings/);
  assert.match(problems('hello'), /must hold settings/);
});

test('a file that is not there says so', () => {
  assert.throws(() => loadConfig('/nowhere/vizora-ops.yaml', {}), /cannot be read.*--config\.file/);
});

test('a fault that the environment gave names the variable', () => {
  assert.throws(
    () => loadConfig(undefined, { WEB_URL: 'localhost:3001' }),
    /vizora\.web_url \(given by WEB_URL\): must be an http or https URL/,
  );
});

test('the environment wins over the file, and VIZORA_OPS_CONFIG names the file', () => {
  const path = file('vizora: {api_url: "http://file:3000"}');
  const env = { VIZORA_OPS_CONFIG: path, VALIDATOR_BASE_URL: 'http://env:3000' };
  assert.equal(loadConfig(undefined, { VIZORA_OPS_CONFIG: path }).vizora.api_url, 'http://file:3000');
  assert.equal(loadConfig(undefined, env).vizora.api_url, 'http://env:3000');
});

test('the API address may end in /api/v1 or not', () => {
  for (const given of ['http://a:3000', 'http://a:3000/', 'http://a:3000/api/v1', 'http://a:3000/api/v1/']) {
    assert.equal(loadConfig(undefined, { VALIDATOR_BASE_URL: given }).vizora.api_url, 'http://a:3000');
  }
});

test('several Alertmanagers are a list with commas', () => {
  const config = loadConfig(undefined, { ALERTMANAGER_URL: 'http://a:9093, http://b:9093' });
  assert.deepEqual(config.remediator.alertmanager_urls, ['http://a:9093', 'http://b:9093']);
});

test('the single account of the environment serves as reader and writer, OPS before VALIDATOR', () => {
  const env = { OPS_EMAIL: 'ops@acme.example', OPS_PASSWORD: 'x', VALIDATOR_EMAIL: 'v@acme.example' };
  const [organisation] = loadConfig(undefined, env).organisations;
  assert.deepEqual(organisation, {
    slug: null,
    class: 'customer',
    reader: { email: 'ops@acme.example', password: { env: 'OPS_PASSWORD' } },
    writer: { email: 'ops@acme.example', password: { env: 'OPS_PASSWORD' } },
  });
});

test('an account without a password says which settings would give it', () => {
  assert.throws(
    () => loadConfig(undefined, { OPS_EMAIL: 'a@b.example' }),
    /OPS_PASSWORD_FILE nor OPS_PASSWORD/,
  );
});

test('organisations of the file keep their accounts apart', () => {
  const config = loadConfig(
    file(`
organisations:
  acme-signage:
    reader: {email: reader@acme.example, password: {file: /run/secrets/reader}}
    writer: {email: writer@acme.example, password: {env: ACME_WRITER}}
`),
    {},
  );
  assert.equal(config.organisations[0]?.slug, 'acme-signage');
  assert.deepEqual(config.organisations[0]?.writer?.password, { env: 'ACME_WRITER' });
});

test('an organisation cannot be called what says that there is none', () => {
  const reader = 'reader: {email: a@b.example, password: {env: P}}';
  for (const slug of ['platform', 'none', 'unknown']) {
    const why = /is what Vizora Ops calls what belongs to no organisation/;
    assert.match(problems(`organisations: {${slug}: {${reader}}}`), why);
    assert.match(problems(`vizora: {status_account: ${slug}}`), why);
    const alike = loadConfig(file(`organisations: {${slug}-1: {${reader}}}`), {});
    assert.equal(alike.organisations[0]?.slug, `${slug}-1`);
  }
});

test('a password in the file itself is refused', () => {
  const said = problems('organisations: {acme: {reader: {email: a@b.example, password: secret}}}');
  assert.match(said, /organisations\.acme\.reader\.password/);
  assert.doesNotMatch(said, /secret/);
});

test('an address with a password in it is refused, without repeating it', () => {
  const said = problems('remediator: {alertmanager_urls: ["http://ann:hunter2@am:9093"]}');
  assert.match(said, /remediator\.alertmanager_urls\.0: must not hold a user or a password/);
  assert.doesNotMatch(said, /hunter2/);
});

test('an alias of nothing is a fault of the file, and no crash', () => {
  assert.match(problems('vizora: *nothing'), /nothing/);
});

test('what piles up cannot be forgotten before it is of use', () => {
  assert.match(problems('retention: {deliveries: 10m}'), /retention\.deliveries: must be 1h at least/);
});

test('a secret of the environment stays where it lies: the variable, or the file that it names', () => {
  const held = loadConfig(undefined, { DATABASE_URL: 'postgresql://x', SLACK_WEBHOOK_URL_FILE: '/run/hook' });
  assert.deepEqual(held.vizora.database_url, { env: 'DATABASE_URL' });
  assert.deepEqual(held.notifications.slack_webhook_url, { file: '/run/hook' });
});

test('the mail variables make a channel, and half a channel refuses with the variable that would complete it', () => {
  const env = { SMTP_HOST: 'mail.example', OPS_ALERT_EMAIL: 'ann@ops.example, bob@ops.example' };
  assert.deepEqual(loadConfig(undefined, env).notifications.email, {
    host: 'mail.example',
    port: 587,
    to: ['ann@ops.example', 'bob@ops.example'],
  });
  assert.equal(loadConfig(undefined, { ...env, SMTP_PORT: '2525' }).notifications.email?.port, 2_525);
  const half = (given: NodeJS.ProcessEnv, message: RegExp) =>
    assert.throws(() => loadConfig(undefined, given), message);
  half({ SMTP_HOST: 'mail.example' }, /notifications\.email\.to is missing; set it, or OPS_ALERT_EMAIL/);
  half({ OPS_ALERT_EMAIL: 'ann@ops.example' }, /notifications\.email\.host is missing; set it, or SMTP_HOST/);
  half({ ...env, SMTP_USER: 'ann' }, /notifications\.email\.password: user is given and password is not/);
});

test('keys of a bucket are read only where there is a bucket', () => {
  const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
  assert.equal(loadConfig(undefined, keys).exporter.backups.s3, undefined);
  assert.deepEqual(loadConfig(undefined, { ...keys, BACKUP_S3_BUCKET: 'backups' }).exporter.backups.s3, {
    bucket: 'backups',
    prefix: '',
    region: 'us-east-1',
    access_key_id: { env: 'AWS_ACCESS_KEY_ID' },
    secret_access_key: { env: 'AWS_SECRET_ACCESS_KEY' },
  });
  assert.throws(
    () => loadConfig(undefined, { BACKUP_S3_BUCKET: 'backups' }),
    /exporter\.backups\.s3\.access_key_id is missing; set it, or AWS_ACCESS_KEY_ID or AWS_ACCESS_KEY_ID_FILE/,
  );
});

test('every check has its thresholds, and an unknown check or threshold refuses', () => {
  const { checks } = loadConfig(file('exporter: {checks: {display_offline: {after: 5m}}}'), {}).exporter;
  assert.deepEqual(checks.display_offline, { enabled: true, after: 300_000 });
  assert.deepEqual(checks.content_thumbnail_missing, { enabled: false });
  assert.match(problems('exporter: {checks: {display_ofline: {}}}'), /exporter\.checks\.display_ofline/);
  assert.match(problems('exporter: {checks: {service_down: {after: 1m}}}'), /service_down\.after/);
});

test('a time zone that does not exist refuses', () => {
  assert.match(problems('timezone: Europe/Berlyn'), /timezone: must be a time zone/);
});

test('a maintenance window that is no timetable refuses', () => {
  const windows = (starts: string) => `remediator: {maintenance_windows: [{starts: "${starts}", for: 2h}]}`;
  assert.equal(loadConfig(file(windows('0 2 * * 6')), {}).remediator.maintenance_windows.length, 1);
  assert.match(problems(windows('at night')), /maintenance_windows\.0\.starts: must be a timetable/);
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { parse, stringify } from 'yaml';
import { loadPrograms } from '../sandbox/stack/programs.ts';
import { runRender } from './render-program.ts';

const WEBHOOK = 'https://hooks.slack.example/services/T0/B0/SECRET';

/** Renders in a folder of its own, which holds the secrets that are named by `secret`. */
function rendered(
  t: TestContext,
  settings: (secret: (name: string, text: string) => { file: string }) => object,
  { args = [], env = {} }: { args?: string[]; env?: NodeJS.ProcessEnv } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'render-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const secret = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return { file: join(folder, name) };
  };
  const file = join(folder, 'vizora-ops.yaml');
  writeFileSync(file, stringify(settings(secret)));
  const out = join(folder, 'out');
  let printed = '';
  const say = (text: string) => (printed += `${text}\n`);
  const code = runRender(['--config.file', file, '--out', out, ...args], { env, print: say, complain: say });
  const read = (path: string) => readFileSync(join(out, path), 'utf8');
  const alertmanager = () =>
    parse(read('alertmanager/alertmanager.yml')) as {
      global?: Record<string, unknown>;
      receivers: { name: string }[];
    };
  const ways = (name: string) => {
    const { name: _name, ...there } = alertmanager().receivers.find((it) => it.name === name) ?? {};
    return Object.keys(there);
  };
  return { folder, out, code, printed, read, alertmanager, ways };
}

const mail = { host: 'smtp.example.com', to: ['ann@example.com'] };

describe('the rendering for an own configuration', () => {
  it('tells people on every way that is configured, with secrets by their files only', (t) => {
    const { out, code, printed, read, alertmanager, ways, folder } = rendered(t, (secret) => ({
      notifications: {
        slack_webhook_url: secret('slack.url', `${WEBHOOK}\n`),
        email: { ...mail, user: 'ops@example.com', password: secret('smtp.password', 'hush-hush') },
        healthchecks_url: 'https://dead-man.example/ping/1',
      },
      timezone: 'Europe/Berlin',
    }));
    assert.equal(code, 0, printed);
    assert.deepEqual(ways('people'), ['slack_configs', 'email_configs']);
    assert.deepEqual(ways('slack'), ['slack_configs']);
    assert.deepEqual(ways('dead_man'), ['webhook_configs']);
    assert.deepEqual(alertmanager().global, {
      slack_api_url_file: join(folder, 'slack.url'),
      smtp_smarthost: 'smtp.example.com:587',
      smtp_from: 'ops@example.com',
      smtp_require_tls: true,
      smtp_auth_username: 'ops@example.com',
      smtp_auth_password_file: join(folder, 'smtp.password'),
    });
    for (const path of readdirSync(out, { recursive: true, encoding: 'utf8' })) {
      if (/\.(yml|tmpl)$/.test(path)) assert.doesNotMatch(read(path), /hush-hush|SECRET/, path);
    }
    assert.match(printed, /^ {2}told: +email to ann@example\.com$/m);
    const { amtool } = loadPrograms();
    execFileSync(amtool.command, ['check-config', join(out, 'alertmanager', 'alertmanager.yml')], {
      env: { ...process.env, ...amtool.env },
    });
  });

  it('leaves out what is not configured, and says so', (t) => {
    const { code, printed, alertmanager, ways } = rendered(t, () => ({ notifications: { email: mail } }));
    assert.equal(code, 0, printed);
    assert.deepEqual([ways('people'), ways('slack')], [['email_configs'], []]);
    assert.ok(!alertmanager().receivers.some(({ name }) => name === 'dead_man'));
    assert.match(printed, /^ {2}not configured: Slack \(notifications\.slack_webhook_url, or SLACK_/m);

    const nothing = rendered(t, () => ({}));
    assert.deepEqual(
      [nothing.code, nothing.alertmanager().global, nothing.ways('people')],
      [0, undefined, []],
    );
  });

  it('takes the environment for the file', (t) => {
    const { alertmanager, ways } = rendered(t, () => ({}), {
      env: {
        SMTP_HOST: '127.0.0.1',
        SMTP_PORT: '2525',
        OPS_ALERT_EMAIL: 'ann@example.com, bob@example.com',
        HEALTHCHECKS_URL: 'https://dead-man.example/ping/1',
      },
    });
    assert.deepEqual([ways('people'), ways('dead_man')], [['email_configs'], ['webhook_configs']]);
    assert.deepEqual(alertmanager().global, {
      smtp_smarthost: '127.0.0.1:2525',
      smtp_from: 'ann@example.com',
      // Nothing leaves the host.
      smtp_require_tls: false,
    });
  });

  const refusals: [
    what: string,
    settings: Parameters<typeof rendered>[1],
    said: RegExp,
    env?: NodeJS.ProcessEnv,
  ][] = [
    [
      'mail without a server',
      () => ({ notifications: { email: { to: ['ann@example.com'] } } }),
      /notifications\.email\.host is missing; set it, or SMTP_HOST/,
    ],
    [
      'mail without a recipient',
      () => ({}),
      /notifications\.email\.to is missing; set it, or OPS_ALERT_EMAIL/,
      { SMTP_HOST: 'smtp.example.com' },
    ],
    [
      'a user without a password',
      () => ({ notifications: { email: { ...mail, user: 'ops' } } }),
      /notifications\.email\.password: user is given and password is not: give both, or neither/,
    ],
    [
      'a webhook in the environment',
      () => ({}),
      /slack_webhook_url: .* SLACK_WEBHOOK_URL; put it into a file, .* SLACK_WEBHOOK_URL_FILE/,
      { SLACK_WEBHOOK_URL: WEBHOOK },
    ],
    [
      'a webhook that is not there',
      () => ({ notifications: { slack_webhook_url: { file: '/nowhere/slack.url' } } }),
      /slack_webhook_url: cannot read the file \/nowhere\/slack\.url \(ENOENT\); create it/,
    ],
    [
      'a webhook that is none',
      (secret) => ({ notifications: { slack_webhook_url: secret('slack.url', 'SECRET') } }),
      /slack_webhook_url: what lies there is no http or https URL; put the incoming webhook/,
    ],
    [
      'a password that Alertmanager would read with its line break',
      (secret) => ({
        notifications: { email: { ...mail, user: 'ops', password: secret('smtp.password', 'hush\n') } },
      }),
      /email\.password: the file .*smtp\.password ends with a line break, .* as printf '%s' does/,
    ],
    [
      'a dead-man hook that is none',
      () => ({}),
      /notifications\.healthchecks_url \(given by HEALTHCHECKS_URL\): must be an http or https URL/,
      { HEALTHCHECKS_URL: 'ping' },
    ],
    [
      'a token of the platform in the environment',
      () => ({}),
      /vizora\.metrics_token: .* METRICS_TOKEN; put it into a file, .* METRICS_TOKEN_FILE/,
      { METRICS_TOKEN: 'SECRET' },
    ],
  ];
  for (const [what, settings, said, env = {}] of refusals) {
    it(`refuses ${what}, names setting and cure, and writes nothing`, (t) => {
      const { code, printed, out } = rendered(t, settings, { env });
      assert.equal(code, 2, printed);
      assert.match(printed, said);
      assert.doesNotMatch(printed, /SECRET\b(?!_)/);
      assert.ok(!existsSync(out));
    });
  }

  it('looks for no secret on this machine where containers are to read them', (t) => {
    const { code, printed, alertmanager, read } = rendered(
      t,
      () => ({
        remediator: { alertmanager_token_file: '/run/secrets/remediator.token' },
        notifications: { slack_webhook_url: { file: '/run/secrets/slack.url' } },
      }),
      { args: ['--in-containers'] },
    );
    assert.equal(code, 0, printed);
    assert.equal(alertmanager().global?.['slack_api_url_file'], '/run/secrets/slack.url');
    assert.match(read('alertmanager/alertmanager.yml'), /credentials_file: remediator\.token$/m);
  });

  it('tells Prometheus of every Alertmanager that is configured, and refuses one that it could not tell', (t) => {
    const two = ['http://127.0.0.1:9093', 'http://alerts.example'];
    const { read } = rendered(t, () => ({ remediator: { alertmanager_urls: two } }));
    assert.deepEqual(parse(read('prometheus/targets/alertmanager.yml')), [
      { targets: ['127.0.0.1:9093', 'alerts.example:80'] },
    ]);
    for (const url of ['https://alerts.example', 'http://alerts.example/alertmanager']) {
      const { code, printed } = rendered(t, () => ({ remediator: { alertmanager_urls: [...two, url] } }));
      assert.equal(code, 2);
      assert.match(printed, /remediator\.alertmanager_urls: .+ without a path, and \S+ is another/);
    }
  });

  it('goes by the addresses and names of the configuration', (t) => {
    const { read } = rendered(
      t,
      (secret) => ({
        vizora: {
          api_url: 'http://10.0.0.5:3000',
          realtime_url: 'https://realtime.example',
          metrics_token: secret('metrics.token', 'x'),
        },
        processes: { apps: { web: 'shop-web' } },
        exporter: { listen: '0.0.0.0:29877' },
        remediator: { listen: '[::1]:29878', alertmanager_token_file: '/etc/vizora-ops/alertmanager.token' },
      }),
      { env: { GRAFANA_URL: 'https://grafana.example/' } },
    );
    assert.match(read('prometheus/targets/vizora_exporter.yml'), /127\.0\.0\.1:29877/);
    assert.match(read('prometheus/targets/vizora_middleware.yml'), /10\.0\.0\.5:3000/);
    assert.match(read('prometheus/targets/vizora_realtime.yml'), /^\[\]$/m);
    const routing = read('alertmanager/alertmanager.yml');
    assert.match(routing, /url: http:\/\/\[::1\]:29878\/api\/v1\/alerts$/m);
    assert.match(routing, /credentials_file: \/etc\/vizora-ops\/alertmanager\.token$/m);
    assert.match(routing, /target_id=~"shop-web\(:\.\+\)\?"/);
    const rules = read('prometheus/rules/health-guardian.rules.yml');
    assert.match(rules, /runbook_url: http:\/\/127\.0\.0\.1:29877\/runbooks\/ServiceDown$/m);
    assert.match(rules, /dashboard_url: https:\/\/grafana\.example\/d\/vizora-ops/);
  });

  it('takes away rules of an earlier version, which Prometheus would go on to load', (t) => {
    const { folder } = rendered(t, () => ({}));
    const rules = join(folder, 'out', 'prometheus', 'rules');
    mkdirSync(rules, { recursive: true });
    writeFileSync(join(rules, 'gone.rules.yml'), '');
    writeFileSync(join(rules, 'mine.yml'), '');
    const quiet = { env: {}, print: () => undefined, complain: () => undefined };
    assert.equal(runRender(['--out', join(folder, 'out')], quiet), 0);
    const left = readdirSync(rules);
    assert.deepEqual([left.includes('gone.rules.yml'), left.includes('mine.yml')], [false, true]);
  });

  it('explains itself, and refuses what it does not know', () => {
    let printed = '';
    const options = {
      env: {},
      print: (it: string) => (printed += it),
      complain: (it: string) => (printed += it),
    };
    assert.equal(runRender(['--help'], options), 0);
    assert.match(printed, /Usage: vizora-ops-render/);
    assert.equal(runRender([], options), 2);
    assert.equal(runRender(['--out', 'x', '--what'], options), 2);
  });
});

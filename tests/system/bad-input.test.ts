import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { metricsOf, sample } from './sample.ts';
import { shortSettings } from './short-durations.ts';
import { type TestStack, withStack } from './with-stack.ts';

const HOSTILE = [
  '$(touch /tmp/owned)',
  '`reboot`',
  "'; DROP TABLE remediations; --",
  '" OR 1=1 --',
  '<script>alert(1)</script>',
  '../../../etc/passwd',
  'vizora-web\n--update-env',
  '{{ .Labels }}',
];

const alertOf = (labels: Record<string, string>) => ({
  status: 'firing',
  labels,
  annotations: { summary: HOSTILE[4] },
  startsAt: '2026-01-01T00:00:00Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: '',
  fingerprint: '0123456789abcdef',
});

const payloadOf = (alerts: unknown[], special: Record<string, unknown> = {}) => ({
  version: '4',
  groupKey: '{}:{}',
  truncatedAlerts: 0,
  status: 'firing',
  receiver: 'remediator',
  groupLabels: {},
  commonLabels: {},
  commonAnnotations: {},
  externalURL: 'http://127.0.0.1',
  alerts,
  ...special,
});

/** Over node:http, which hands on an answer that comes before all of the body was taken. */
async function deliver(
  system: TestStack,
  body: string,
  special: Record<string, string> = {},
): Promise<number> {
  const sending = request(`${system.stack.urls.remediator}/api/v1/alerts`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization: `Bearer ${system.stack.alertmanagerToken}`,
      ...special,
    },
  });
  const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
  sending.on('error', () => undefined); // After the answer the rest of the body finds a closed door.
  sending.end(body);
  const [response] = await answered;
  response.resume();
  return response.statusCode ?? 0;
}

test('bad deliveries are refused or inert, counted, and nothing is executed', async (t) => {
  await withStack({}, async (system) => {
    const witness = await system.witness();
    const good = JSON.stringify(payloadOf([]));
    const refusals: [what: string, code: number, body: string, headers?: Record<string, string>][] = [
      ['without a token', 401, good, { authorization: '' }],
      ['with a wrong token', 401, good, { authorization: 'Bearer wrong' }],
      [
        'with the token of the operator',
        401,
        good,
        { authorization: `Bearer ${system.stack.operatorToken}` },
      ],
      ['that is no JSON', 400, '{"version": "4"'],
      ['of another content type', 415, good, { 'content-type': 'text/plain' }],
      ['of another version', 422, JSON.stringify(payloadOf([], { version: '5' }))],
      ['of another shape', 422, JSON.stringify({ version: '4', alerts: 'none' })],
      ['of 30 MB', 413, JSON.stringify(payloadOf([alertOf({ filler: 'x'.repeat(30_000_000) })]))],
    ];
    for (const [what, code, body, headers] of refusals) {
      await t.test(`a delivery ${what} is refused with ${code}`, async () => {
        const series = `vizora_remediator_deliveries_total{code="${code}"}`;
        const before = sample(await metricsOf(system.stack.urls.remediator), series) ?? 0;
        assert.equal(await deliver(system, body, headers), code);
        assert.equal(sample(await metricsOf(system.stack.urls.remediator), series), before + 1);
      });
    }

    await t.test(
      'labels full of shell, SQL and markup are taken, decided about, and change nothing',
      async () => {
        const labels = HOSTILE.flatMap((text) => [
          {
            incident: 'process_errored',
            target_kind: 'process',
            target_id: text,
            remediation: 'restart_process',
          },
          {
            incident: 'service_down',
            target_kind: 'service',
            target_id: text,
            remediation: 'restart_process',
          },
          { incident: text, target_kind: text, target_id: 'vizora-web', remediation: text },
          {
            incident: 'schedule_past_end',
            target_kind: 'schedule',
            target_id: text,
            remediation: 'deactivate_schedule',
            org: 'acme-signage',
          },
        ]);
        const alerts = labels.map((special) =>
          alertOf({ alertname: HOSTILE[0] ?? '', org: 'platform', ...special }),
        );
        assert.equal(await deliver(system, JSON.stringify(payloadOf(alerts))), 200);
        const answer = await system.remediator('/api/v1/decisions?limit=500');
        const { decisions } = (await answer.json()) as { decisions: { decision: string }[] };
        assert(decisions.length > 0);
        assert.deepEqual(
          decisions.filter((each) => each.decision === 'act'),
          [],
        );
      },
    );

    const sight = await witness.look();
    assert.deepEqual(sight.starts, []);
    assert.deepEqual(sight.writes, []);
  });
});

test('a wrong password stops after three logins, is a metric, and raises no incident', async () => {
  // Three tries would else wait for their turns within the minute, and the test with them.
  const overrides = {
    ...shortSettings,
    vizora: { request_budget: { per_hour: 100_000, logins_per_minute: 30 } },
  };
  await withStack({ overrides }, async (system) => {
    const { stack, dataDir, control, witness, until } = system;
    const outside = await witness();
    await control.break('rate_limit_off');
    const series = 'vizora_account_login_stopped{org="acme-signage"}';
    await stack.supervisor.running('exporter').stop();
    writeFileSync(join(dataDir, 'secrets', 'acme-signage.reader.password'), 'wrong\n');
    await stack.supervisor.start(stack.part('exporter'));
    await until(outside, 'logging in has stopped', async () => {
      return sample(await metricsOf(stack.urls.exporter), series) === 1;
    });
    const page = await metricsOf(stack.urls.exporter);
    assert.equal(sample(page, 'vizora_account_login_stopped{org="beta-retail"}'), 0, 'the other goes on');
    assert.doesNotMatch(page, /vizora_incident_active\{[^}]*\} 1/);
    const { requests } = await system.control.requests(0);
    const failed = requests.filter(
      (request) => request.path.endsWith('/auth/login') && request.status === 401,
    );
    assert.equal(failed.length, 3);
  });
});

test('an API that cannot be reached makes its checks blind, and nothing else', async () => {
  const overrides = {
    vizora: { api_url: 'http://127.0.0.1:9' },
    exporter: {
      agents: {
        'health-guardian': { interval: '2s', probe_interval: '3s' },
        'schedule-doctor': { interval: '5s' },
        // Each of them would wait for the same API at its first look.
        'content-lifecycle': { enabled: false },
        'fleet-manager': { enabled: false },
        'ops-reporter': { enabled: false },
      },
    },
  };
  await withStack({ overrides }, async ({ stack, witness, until }) => {
    const outside = await witness();
    const scan =
      'vizora_agent_scan_complete{agent="schedule-doctor",incident="schedule_past_end",org="acme-signage"}';
    await until(outside, 'the check says that it is blind', async () => {
      return sample(await metricsOf(stack.urls.exporter), scan) === 0;
    });
    const page = await metricsOf(stack.urls.exporter);
    assert.equal(sample(page, 'vizora_probe_success{service="realtime"}'), 1);
    assert.doesNotMatch(page, /vizora_incident_active\{[^}]*schedule_past_end/);
  });
});

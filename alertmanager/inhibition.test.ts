import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { shipped } from '../prometheus/durations.ts';
import { ALERTMANAGER_FLAGS } from '../prometheus/flags.ts';
import { loopback } from '../prometheus/places.ts';
import { writeMonitoring } from '../prometheus/render.ts';
import { loadPrograms } from '../sandbox/stack/programs.ts';

type Labels = Readonly<Record<string, string>>;

const service = { org: 'platform', incident: 'service_down', target_kind: 'service', target_id: 'web' };
const errored = {
  alertname: 'ProcessErrored',
  ...service,
  incident: 'process_errored',
  target_kind: 'process',
  target_id: 'vizora-web:2',
};
const schedule = {
  alertname: 'SchedulePastEnd',
  org: 'acme-signage',
  incident: 'schedule_past_end',
  target_kind: 'schedule',
  target_id: 's1',
};
const escalated = { alertname: 'RemediationEscalated', action: 'restart_process', reason: 'not_fixed' };
const machine = { remediation: 'restart_process' };

/** What fires together, and which of it people must not hear of. */
const CASES: readonly {
  readonly name: string;
  readonly fire: readonly Labels[];
  readonly held: readonly Labels[];
}[] = [
  {
    name: 'a repair that was given up speaks for its incident, and leaves the machine its copy',
    fire: [
      { ...escalated, ...service },
      { alertname: 'ServiceDown', ...service },
      { alertname: 'ServiceDown', ...service, ...machine },
    ],
    held: [{ alertname: 'ServiceDown', ...service }],
  },
  {
    name: 'a repair that was given up is silent about other targets, organisations and incidents',
    fire: [
      { ...escalated, ...service },
      { alertname: 'ServiceDown', ...service, target_id: 'realtime' },
      { alertname: 'ServiceDown', ...service, org: 'acme-signage' },
      { alertname: 'ProcessMissing', ...service, incident: 'process_missing' },
    ],
    held: [],
  },
  {
    name: 'a repair in progress holds back the people, and neither the machine nor an escalation',
    fire: [
      {
        alertname: 'RemediationInProgress',
        severity: 'none',
        action: 'deactivate_schedule',
        target_kind: 'schedule',
        target_id: 's1',
      },
      schedule,
      { ...schedule, remediation: 'deactivate_schedule' },
      {
        ...escalated,
        ...schedule,
        alertname: 'RemediationEscalated',
        org: 'acme-signage',
        incident: 'schedule_past_end',
      },
    ],
    held: [schedule],
  },
  {
    name: 'a service that is down speaks for its own errored process',
    fire: [
      { alertname: 'ServiceDown', ...service, ...machine },
      errored,
      { ...errored, ...machine },
      { ...errored, target_id: 'vizora-realtime' },
    ],
    held: [errored],
  },
  {
    name: 'nothing ever holds back the Watchdog or what we say about ourselves',
    fire: [
      { ...escalated, ...service },
      { alertname: 'ServiceDown', ...service, ...machine },
      {
        alertname: 'RemediationInProgress',
        severity: 'none',
        action: 'restart_process',
        target_kind: 'process',
        target_id: 'vizora-web',
      },
      { alertname: 'Watchdog', severity: 'none', org: 'platform' },
      { alertname: 'ExporterDown', severity: 'critical', org: 'platform' },
      { alertname: 'AgentStale', severity: 'warning', org: 'platform', agent: 'health-guardian' },
      {
        alertname: 'ScanIncomplete',
        severity: 'warning',
        org: 'platform',
        agent: 'health-guardian',
        incident: 'service_down',
      },
      { alertname: 'LoginStopped', severity: 'warning', org: 'acme-signage' },
      { alertname: 'Pm2Unreachable', severity: 'critical', org: 'platform' },
      { alertname: 'ReconcileFailing', severity: 'critical', org: 'platform' },
    ],
    held: [],
  },
];

describe('inhibition in a real Alertmanager', () => {
  const folder = mkdtempSync(join(tmpdir(), 'inhibition-'));
  const { alertmanager } = loadPrograms();
  let process_: ChildProcess;
  let url: string;

  before(async () => {
    writeMonitoring(folder, { ...loopback, remediator_url: 'http://127.0.0.1:9' }, shipped);
    writeFileSync(join(folder, loopback.token_file), 'token');
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    process_ = spawn(
      alertmanager.command,
      [
        `--config.file=${join(folder, 'alertmanager.yml')}`,
        `--storage.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        ...ALERTMANAGER_FLAGS,
      ],
      { env: { ...process.env, ...alertmanager.env }, stdio: 'ignore' },
    );
    await until(async () => (await fetch(`${url}/-/ready`)).ok);
  });

  after(async () => {
    process_.kill();
    await once(process_, 'exit');
    rmSync(folder, { recursive: true });
  });

  for (const { name, fire, held } of CASES) {
    it(name, async () => {
      const ends = (ms: number) => new Date(Date.now() + ms).toISOString();
      await post(fire.map((labels) => ({ labels, endsAt: ends(60_000) })));
      await until(async () => (await heldBack(url)).length === held.length);

      const listed = await alerts(url);
      assert.equal(listed.length, fire.length);
      assert.deepEqual(sorted(await heldBack(url)), sorted(held));

      await post(fire.map((labels) => ({ labels, endsAt: ends(0) })));
      await until(async () => (await alerts(url)).length === 0);
    });
  }

  async function post(body: object): Promise<void> {
    const response = await fetch(`${url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.equal(response.status, 200, await response.text());
  }
});

interface Listed {
  readonly labels: Labels;
  readonly status: { readonly inhibitedBy: readonly string[] };
}

async function alerts(url: string): Promise<Listed[]> {
  return (await (await fetch(`${url}/api/v2/alerts`)).json()) as Listed[];
}

async function heldBack(url: string): Promise<Labels[]> {
  return (await alerts(url))
    .filter(({ status }) => status.inhibitedBy.length > 0)
    .map(({ labels }) => labels);
}

const sorted = (all: readonly Labels[]) =>
  all.map((labels) => Object.entries(labels).sort().join(' ')).sort();

/** Waits for what another process is about to do. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const start = Date.now(); Date.now() - start < 10_000; await delay(50)) {
    if (await holds().catch(() => false)) return;
  }
  assert.fail('it did not happen within 10 s');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  await new Promise((closed) => server.close(closed));
  return address.port;
}

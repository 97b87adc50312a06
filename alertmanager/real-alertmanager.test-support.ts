import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { type Durations, shipped } from '../prometheus/durations.ts';
import { ALERTMANAGER_FLAGS } from '../prometheus/flags.ts';
import { loopback } from '../prometheus/places.ts';
import { renderMonitoring } from '../prometheus/render.ts';
import { loadPrograms } from '../sandbox/stack/programs.ts';

export type Labels = Readonly<Record<string, string>>;

/** As the API lists it. */
export interface ListedAlert {
  readonly labels: Labels;
  readonly status: { readonly inhibitedBy: readonly string[] };
}

/** An Alertmanager with our configuration; its remediator is never there. */
export interface RealAlertmanager {
  fire(alerts: readonly Labels[]): Promise<void>;
  resolve(alerts: readonly Labels[]): Promise<void>;
  /** What is active, held back or not. */
  alerts(): Promise<readonly ListedAlert[]>;
  stop(): Promise<void>;
}

export interface AlertmanagerOptions {
  readonly durations?: Durations;
  /** Where people hear of alerts. */
  readonly peopleUrl?: string;
}

export async function startAlertmanager({
  durations = shipped,
  peopleUrl,
}: AlertmanagerOptions = {}): Promise<RealAlertmanager> {
  const folder = mkdtempSync(join(tmpdir(), 'alertmanager-'));
  const places = { ...loopback, remediator_url: 'http://127.0.0.1:9' };
  const config = parse(renderMonitoring(places, durations).get('alertmanager.yml') ?? '') as Config;
  const people = config.receivers.find(({ name }) => name === 'people');
  if (people && peopleUrl !== undefined) people.webhook_configs = [{ url: peopleUrl, send_resolved: true }];
  writeFileSync(join(folder, 'alertmanager.yml'), stringify(config));
  writeFileSync(join(folder, loopback.token_file), 'token');

  const { command, env } = loadPrograms().alertmanager;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    command,
    [
      `--config.file=${join(folder, 'alertmanager.yml')}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      ...ALERTMANAGER_FLAGS,
    ],
    { env: { ...process.env, ...env }, stdio: 'ignore' },
  );
  await until(async () => (await fetch(`${url}/-/ready`)).ok);

  async function post(alerts: readonly Labels[], lastsMs: number): Promise<void> {
    const endsAt = new Date(Date.now() + lastsMs).toISOString();
    const response = await fetch(`${url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(alerts.map((labels) => ({ labels, endsAt }))),
    });
    assert.equal(response.status, 200, await response.text());
  }

  return {
    fire: (alerts) => post(alerts, 60_000),
    resolve: (alerts) => post(alerts, 0),
    alerts: async () => (await (await fetch(`${url}/api/v2/alerts`)).json()) as ListedAlert[],
    async stop() {
      child.kill();
      await once(child, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}

interface Config {
  readonly receivers: { name: string; webhook_configs?: object[] }[];
}

/** Waits for what another process is about to do. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
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

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { type Durations, shipped } from '../prometheus/durations.ts';
import { ALERTMANAGER_FLAGS } from '../prometheus/flags.ts';
import { loopback } from '../prometheus/places.ts';
import { writeMonitoring } from '../prometheus/render.ts';
import { loadPrograms } from '../sandbox/stack/programs.ts';
import type { Channels } from './channels.ts';

/** Where people find the Alertmanager of these tests, by the links that they get. */
const EXTERNAL_URL = 'http://alerts.example:9093';

export type Labels = Readonly<Record<string, string>>;

/** As the API lists it. */
export interface ListedAlert {
  readonly labels: Labels;
  readonly status: { readonly inhibitedBy: readonly string[]; readonly silencedBy: readonly string[] };
}

/** An Alertmanager with our configuration; its remediator is not there, unless one is given. */
export interface RealAlertmanager {
  readonly url: string;
  /** Where other members of its cluster find it. */
  readonly clusterAddress: string | null;
  fire(alerts: readonly Labels[]): Promise<void>;
  resolve(alerts: readonly Labels[]): Promise<void>;
  tell(alerts: readonly ToldAlert[]): Promise<void>;
  /** What is active, held back or not. @param matcher only these */
  alerts(matcher?: string): Promise<readonly ListedAlert[]>;
  /** Silences for a minute what has exactly these labels. */
  silence(labels: Labels): Promise<void>;
  stop(): Promise<void>;
}

export interface AlertmanagerOptions {
  readonly durations?: Durations;
  /** Where people hear of alerts. */
  readonly peopleUrl?: string;
  /** The ways to people that are configured. */
  readonly channels?: Channels;
  readonly remediator?: { readonly url: string; readonly token: string };
  /** Makes it a member of a cluster, together with those at these addresses. */
  readonly peers?: readonly string[];
}

/** An alert as Prometheus tells it. */
export interface ToldAlert {
  readonly labels: Labels;
  readonly annotations?: Labels;
  readonly startsAt?: string;
  /** Without one it fires for a minute. */
  readonly endsAt?: string;
}

export async function startAlertmanager({
  durations = shipped,
  peopleUrl,
  channels = {},
  remediator = { url: 'http://127.0.0.1:9', token: 'token' },
  peers,
}: AlertmanagerOptions = {}): Promise<RealAlertmanager> {
  const folder = mkdtempSync(join(tmpdir(), 'alertmanager-'));
  const places = { ...loopback, remediator_url: remediator.url };
  writeMonitoring(folder, places, durations, channels);
  const configFile = join(folder, 'alertmanager', 'alertmanager.yml');
  writeFileSync(join(folder, 'alertmanager', loopback.token_file), remediator.token);
  if (peopleUrl !== undefined) {
    const config = parse(readFileSync(configFile, 'utf8')) as Config;
    const people = config.receivers.find(({ name }) => name === 'people');
    if (people) people.webhook_configs = [{ url: peopleUrl, send_resolved: true }];
    writeFileSync(configFile, stringify(config));
  }

  const { command, env } = loadPrograms().alertmanager;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const clusterAddress = peers === undefined ? null : `127.0.0.1:${await freePort()}`;
  const membership =
    peers === undefined || clusterAddress === null
      ? []
      : [
          `--cluster.listen-address=${clusterAddress}`,
          ...peers.map((peer) => `--cluster.peer=${peer}`),
          // Short, as they are on one host: when it is ready, and how long it waits for a member before it.
          '--cluster.gossip-interval=50ms',
          '--cluster.pushpull-interval=2s',
          '--cluster.peer-timeout=2s',
        ];
  const child = spawn(
    command,
    [
      `--config.file=${configFile}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      // Where links in messages lead.
      `--web.external-url=${EXTERNAL_URL}`,
      ...ALERTMANAGER_FLAGS.filter((flag) => peers === undefined || !flag.startsWith('--cluster.')),
      ...membership,
    ],
    { env: { ...process.env, ...env }, stdio: 'ignore' },
  );
  await until(async () => (await fetch(`${url}/-/ready`)).ok);

  const lasting = (ms: number) => new Date(Date.now() + ms).toISOString();

  async function tell(alerts: readonly ToldAlert[]): Promise<void> {
    const response = await fetch(`${url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(alerts.map((alert) => ({ endsAt: lasting(60_000), ...alert }))),
    });
    assert.equal(response.status, 200, await response.text());
  }

  return {
    url,
    clusterAddress,
    tell,
    fire: (alerts) => tell(alerts.map((labels) => ({ labels }))),
    resolve: (alerts) => tell(alerts.map((labels) => ({ labels, endsAt: lasting(0) }))),
    alerts: async (matcher) => {
      const query = new URLSearchParams(matcher === undefined ? {} : { filter: matcher });
      return (await (await fetch(`${url}/api/v2/alerts?${query}`)).json()) as ListedAlert[];
    },
    async silence(labels) {
      const response = await fetch(`${url}/api/v2/silences`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          matchers: Object.entries(labels).map(([name, value]) => ({ name, value, isRegex: false })),
          startsAt: lasting(0),
          endsAt: lasting(60_000),
          createdBy: 'somebody',
          comment: 'by the link of a message',
        }),
      });
      assert.equal(response.status, 200, await response.text());
    },
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
export async function until(holds: () => Promise<boolean>, withinMs = 10_000): Promise<void> {
  for (const start = Date.now(); Date.now() - start < withinMs; await delay(50)) {
    if (await holds().catch(() => false)) return;
  }
  assert.fail(`it did not happen within ${withinMs / 1_000} s`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  await new Promise((closed) => server.close(closed));
  return address.port;
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { stringify } from 'yaml';
import { createAlertmanager } from '../core/alertmanager/alertmanager.ts';
import { type AllAlertmanagers, allAlertmanagers } from '../core/alertmanager/all-alertmanagers.ts';
import { loadConfig } from '../core/config/load.ts';
import { createLog } from '../core/log.ts';
import { runCommand } from '../core/run-command.ts';
import { createFakeClock, type FakeClock } from '../core/vizora/fake-clock.test-support.ts';
import type { Gate } from './gates/gate.ts';
import { createRemediator, type Remediator } from './remediator.ts';
import {
  type FakeAlertmanager,
  fingerprintOf,
  startFakeAlertmanager,
} from './world/fake-alertmanager.test-support.ts';
import { createFakeWorld, type FakeWorld } from './world/fake-world.test-support.ts';

type Labels = Record<string, string>;
type Json = Record<string, unknown>;

/** With which Alertmanager authenticates itself. */
export const TOKEN = 'the-token-of-alertmanager';
const STEP_MS = 500;
/** Asking costs more than waiting. */
const STEPS_BETWEEN_QUESTIONS = 4;

export const serviceDown = (service: string): Labels => ({
  alertname: 'ServiceDown',
  severity: 'critical',
  agent: 'health-guardian',
  incident: 'service_down',
  org: 'platform',
  org_class: 'none',
  site: 'none',
  target_kind: 'service',
  target_id: service,
  target: service,
  remediation: 'restart_process',
});
export const processErrored = (id: string): Labels => ({
  ...serviceDown(id),
  alertname: 'ProcessErrored',
  incident: 'process_errored',
  target_kind: 'process',
});
export const serviceStuck = (service: string): Labels => ({
  ...serviceDown(service),
  alertname: 'ServiceStuck',
  incident: 'service_stuck',
});
export const processMemoryHigh = (id: string): Labels => ({
  ...processErrored(id),
  alertname: 'ProcessMemoryHigh',
  severity: 'warning',
  incident: 'process_memory_high',
  remediation: 'reload_process',
});
export const vacuumOverdue = (table: string): Labels => ({
  ...serviceDown(table),
  alertname: 'VacuumOverdue',
  severity: 'warning',
  agent: 'db-maintainer',
  incident: 'vacuum_overdue',
  target_kind: 'table',
  remediation: 'vacuum_tables',
});
export const logOversized = (app: string): Labels => ({
  ...processErrored(app),
  alertname: 'LogOversized',
  severity: 'warning',
  agent: 'db-maintainer',
  incident: 'log_oversized',
  remediation: 'trim_logs',
});
export const diskFull = (folder: string): Labels => ({
  ...serviceDown(folder),
  alertname: 'StorageHigh',
  agent: 'content-lifecycle',
  incident: 'storage_high',
  target_kind: 'host',
  remediation: 'trim_logs',
});
export const dependencyDown = (name: string): Labels => {
  const { remediation: _none, ...labels } = serviceDown(name);
  return {
    ...labels,
    alertname: 'DependencyDown',
    incident: 'dependency_down',
    target_kind: 'dependency',
  };
};
export const schedulePastEnd = (id: string): Labels => ({
  ...serviceDown(id),
  alertname: 'SchedulePastEnd',
  agent: 'schedule-doctor',
  incident: 'schedule_past_end',
  org: 'acme',
  target_kind: 'schedule',
  remediation: 'deactivate_schedule',
});
export const scheduleOrphaned = (id: string): Labels => ({
  ...schedulePastEnd(id),
  alertname: 'ScheduleOrphaned',
  severity: 'warning',
  incident: 'schedule_orphaned',
});
export const displayOffline = (id: string): Labels => ({
  ...schedulePastEnd(id),
  alertname: 'DisplayOffline',
  severity: 'warning',
  agent: 'fleet-manager',
  incident: 'display_offline',
  target_kind: 'display',
  remediation: 'reconnect_display',
});
export const displayError = (id: string): Labels => ({
  ...displayOffline(id),
  alertname: 'DisplayError',
  incident: 'display_error',
  remediation: 'reset_display',
});

export const contentExpired = (id: string): Labels => ({
  ...schedulePastEnd(id),
  alertname: 'ContentExpired',
  agent: 'content-lifecycle',
  incident: 'content_expired',
  target_kind: 'content',
  remediation: 'archive_content',
});
export const contentOrphaned = (id: string): Labels => ({
  ...contentExpired(id),
  alertname: 'ContentOrphaned',
  severity: 'info',
  incident: 'content_orphaned',
});
export const storageHigh = (org: string): Labels => ({
  ...schedulePastEnd(org),
  alertname: 'StorageHigh',
  agent: 'content-lifecycle',
  incident: 'storage_high',
  target_kind: 'organization',
  remediation: 'archive_oldest_inactive',
});

export interface BenchOptions {
  readonly gates?: readonly Gate[];
  /** Laid over `remediator:` of the configuration. */
  readonly remediator?: Json;
  /** Laid over the whole configuration. */
  readonly config?: Json;
  readonly env?: NodeJS.ProcessEnv;
  /** Told of each line of the log, of all levels. */
  readonly onLog?: (line: string) => void;
  /** Of an earlier bench, to go on with what that left. */
  readonly after?: Bench;
}

/** A whole remediator over real HTTP and a real store, between a fake Alertmanager and a fake platform. */
export interface Bench {
  readonly world: FakeWorld;
  readonly alertmanager: FakeAlertmanager;
  readonly clock: FakeClock;
  readonly dataDir: string;
  readonly url: string;
  readonly remediator: Remediator;
  /** The alert fires in Alertmanager, and its webhook is delivered. */
  alert(labels: Labels): Promise<Response>;
  /** Only the webhook. */
  deliver(alerts: readonly { labels: Labels; status?: string }[], token?: string): Promise<Response>;
  /** Lets time pass, until something holds; fails when it does not within `ms`. */
  until(what: string, holds: () => Promise<boolean> | boolean, ms?: number): Promise<void>;
  pass(ms: number): Promise<void>;
  get(path: string): Promise<Json>;
  post(path: string, body?: Json): Promise<Response>;
  decisions(): Promise<Json[]>;
  remediations(): Promise<Json[]>;
  metrics(): Promise<string>;
  /** The path of the page of a proposal, as in `/approve/p1-<secret>`, from what people are told. */
  approvalPath(id?: string): string;
  /** Ends the process as SIGKILL would: nothing more is written or done. */
  kill(): Promise<void>;
}

/** @param t at whose end everything is closed */
export async function startBench(t: Pick<TestContext, 'after'>, options: BenchOptions = {}): Promise<Bench> {
  const { after } = options;
  const clock = after?.clock ?? createFakeClock();
  const world = after?.world ?? createFakeWorld(clock);
  const alertmanager = after?.alertmanager ?? (await startFakeAlertmanager());
  const dataDir = after?.dataDir ?? mkdtempSync(join(tmpdir(), 'remediator-'));
  if (after === undefined) {
    t.after(async () => {
      await alertmanager.close();
      rmSync(dataDir, { recursive: true });
    });
  }
  const config = loadConfig(configFile(dataDir, alertmanager.url, options), options.env ?? {});
  const counted = countPending(
    allAlertmanagers(
      config.remediator.alertmanager_urls.map((url) => createAlertmanager({ url, timeoutMs: 5_000 })),
    ),
  );
  let dead = false;
  /** Of a process that was killed nothing comes back. */
  const alive = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!dead) {
      try {
        const result = await work();
        if (!dead) return result;
      } catch (error) {
        if (!dead) throw error;
      }
    }
    return new Promise(() => undefined);
  };
  const remediator = await createRemediator({
    config,
    clock: {
      now: clock.now,
      sleep: (ms, signal) =>
        dead ? Promise.reject(new Error('killed')) : alive(() => clock.sleep(ms, signal)),
    },
    log:
      options.onLog === undefined
        ? createLog('remediator', process.env['TEST_LOG'] ?? 'silent')
        : createLog('remediator', 'trace', { write: options.onLog }),
    ...(options.gates === undefined ? {} : { gates: options.gates }),
    world: {
      alertmanagers: counted.alertmanagers,
      probe: (service, connections) => alive(() => world.probe(service, connections)),
      lookAtRealtime: () => alive(world.host.lookAtRealtime),
      tables: {
        configured: world.tables.writer.configured,
        read: () => alive(world.tables.writer.read),
        vacuum: (table) => alive(() => world.tables.writer.vacuum(table)),
      },
      logs: {
        look: (paths) => alive(() => world.logs.writer.look(paths)),
        trim: (file, keepBytes) => alive(() => world.logs.writer.trim(file, keepBytes)),
      },
      disks: {
        watched: world.disks.reader.watched,
        usage: (folder) => alive(() => world.disks.reader.usage(folder)),
      },
      lookAtDependency: (name) => alive(() => world.lookAtDependency(name)),
      session: world.session,
      runPreflight: (argv, within) => counted.count(runCommand({ argv, within, env: process.env })),
      pm2: {
        list: () => alive(world.pm2.list),
        restart: (pmId) => alive(() => world.pm2.restart(pmId)),
        reload: (pmId) => alive(() => world.pm2.reload(pmId)),
      },
      close: () => counted.alertmanagers.close(),
    },
  });
  const close = async () => {
    const closed = remediator.close();
    // Nobody else moves the clock on while what hangs is waited for.
    clock.advance(60_000);
    await closed;
  };
  t.after(() => (dead ? undefined : close()));

  const headers = (token: string) => ({
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json',
  });

  async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += STEP_MS) {
      await settle();
      clock.advance(STEP_MS);
    }
    await settle();
  }

  /** Lets everything that waits for no time come to rest. */
  async function settle(): Promise<void> {
    for (let quiet = 0; quiet < 4; quiet++) {
      await turn();
      if (counted.pending() > 0) quiet = -1;
    }
  }

  const bench: Bench = {
    world,
    alertmanager,
    clock,
    dataDir,
    url: remediator.url,
    remediator,
    alert(labels) {
      alertmanager.fire(labels, clock.now());
      return bench.deliver([{ labels }]);
    },
    deliver: (alerts, token = TOKEN) =>
      fetch(`${remediator.url}/api/v1/alerts`, {
        method: 'POST',
        headers: headers(token),
        body: JSON.stringify(payload(alerts, clock.now())),
      }),
    async until(what, holds, ms = 600_000) {
      for (let passed = 0; passed <= ms; passed += STEP_MS * STEPS_BETWEEN_QUESTIONS) {
        await settle();
        if (await holds()) return;
        await pass(STEP_MS * STEPS_BETWEEN_QUESTIONS);
      }
      throw new Error(`within ${ms / 1_000} s it did not come true that ${what}`);
    },
    pass,
    async get(path) {
      return (await (await fetch(`${remediator.url}${path}`)).json()) as Json;
    },
    post: (path, body = {}) =>
      fetch(`${remediator.url}${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
    decisions: async () => (await bench.get('/api/v1/decisions?limit=1000'))['decisions'] as Json[],
    remediations: async () => (await bench.get('/api/v1/remediations?limit=1000'))['remediations'] as Json[],
    metrics: async () => (await fetch(`${remediator.url}/metrics`)).text(),
    approvalPath(id = 'p1') {
      const told = alertmanager.announced.find(({ labels }) => labels['proposal_id'] === id);
      return new URL(told?.annotations['approval_url'] ?? 'http://nobody-was-told').pathname;
    },
    async kill() {
      dead = true;
      await close();
    },
  };
  return bench;
}

export function payload(alerts: readonly { labels: Labels; status?: string }[], startsAt = 0): Json {
  return {
    version: '4',
    groupKey: '{}:{}',
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'remediator',
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: 'http://alertmanager',
    alerts: alerts.map(({ labels, status = 'firing' }) => ({
      status,
      labels,
      annotations: { summary: 'it is broken' },
      startsAt: new Date(startsAt).toISOString(),
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: '',
      fingerprint: fingerprintOf(labels),
    })),
  };
}

/** Writes the configuration of a remediator that may act, whose store lies below `dataDir`. */
export function configFile(
  dataDir: string,
  alertmanagerUrl: string,
  options: Pick<BenchOptions, 'config' | 'remediator'>,
): string {
  const token = join(dataDir, 'alertmanager.token');
  const file = join(dataDir, 'vizora-ops.yaml');
  writeFileSync(token, `${TOKEN}\n`);
  const account = (email: string) => ({ email, password: { env: 'PASSWORD' } });
  const settings = {
    organisations: {
      acme: { reader: account('reader@acme.example'), writer: account('writer@acme.example') },
    },
    ...options.config,
    remediator: {
      listen: '127.0.0.1:0',
      data_dir: join(dataDir, 'store'),
      mode: 'act',
      alertmanager_urls: [alertmanagerUrl],
      alertmanager_token_file: token,
      ...options.remediator,
    },
  };
  writeFileSync(file, stringify(settings));
  return file;
}

/** Time must not pass while an answer from Alertmanager is on its way, or a program runs. */
function countPending(inner: AllAlertmanagers) {
  let pending = 0;
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    pending += 1;
    try {
      return await work;
    } finally {
      pending -= 1;
    }
  };
  const alertmanagers: AllAlertmanagers = {
    alerts: (matchers) => counted(inner.alerts(matchers)),
    silences: () => counted(inner.silences()),
    addAlert: (alert) => counted(inner.addAlert(alert)),
    addSilence: (silence) => counted(inner.addSilence(silence)),
    endSilences: (which) => counted(inner.endSilences(which)),
    close: inner.close,
  };
  return { alertmanagers, count: counted, pending: () => pending };
}

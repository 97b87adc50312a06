import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { IncidentType } from '../../core/incidents.ts';
import { type SmtpReceiver, startSmtpReceiver } from '../../sandbox/people/smtp-receiver.ts';
import type { Settings } from '../../sandbox/stack/ops-config.ts';
import { createGate } from '../../sandbox/vizora/control/gate.ts';
import { organisation } from '../../sandbox/vizora/world/spec.ts';
import { comesTrue } from './comes-true.ts';
import { type Expected, watchIncidents } from './incident-table.ts';
import { movableFolder } from './movable-folder.ts';
import { sample } from './sample.ts';
import { type TestExporter, type WatchedSandbox, withExporter } from './with-exporter.ts';

const ACME = 'acme-signage';
const BETA = 'beta-retail';

const folder = mkdtempSync(join(tmpdir(), 'vizora-ops-blind-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const disk = movableFolder(join(folder, 'disk'));

const world = {
  organisations: [
    organisation(ACME, { displays: 12, thumbnails: true }),
    organisation(BETA, { displays: 12, thumbnails: true }),
  ],
  faults: [ACME, BETA].flatMap((org) => [
    { name: 'display_offline', org } as const,
    { name: 'content_expired', org } as const,
    { name: 'schedule_past_end', org } as const,
  ]),
  heartbeats: true,
};

/** What is wrong all the time, so that there is something to hold. */
const inside = (org: string): readonly Expected[] => [
  ['display_offline', org, 'display/Screen 0'],
  ['content_expired', org, 'content/Sold out 1'],
  ['schedule_past_end', org, 'schedule/Schedule 0'],
];
const INSIDE = [ACME, BETA].flatMap(inside);
const OF_PM2: readonly Expected[] = [['process_memory_high', 'platform', 'process/vizora-middleware:worker']];
const OF_DATABASE: readonly Expected[] = [['vacuum_overdue', 'platform', 'table/AuditLog']];
const OF_REDIS: readonly Expected[] = [['redis_memory_high', 'platform', 'dependency/redis']];
const ON_DISK: readonly Expected[] = disk === null ? [] : [['storage_high', 'platform', `host/${disk.path}`]];
const ALL = [...INSIDE, ...OF_PM2, ...OF_DATABASE, ...OF_REDIS, ...ON_DISK];

/** What breaks while somebody cannot be asked, and has nothing to do with that one. */
const MEANWHILE: Expected = ['backup_shrunk', 'platform', 'backup/directory'];
/** The document cannot be posted, or read back, for longer than is waited for, or not. */
const STATUS: Expected = ['status_not_delivered', 'platform', 'agent/ops-reporter'];

const CHECKS_INSIDE: readonly IncidentType[] = [
  'content_expired',
  'content_orphaned',
  'content_too_large',
  'display_error',
  'display_offline',
  'display_without_content',
  'playlist_item_undeliverable',
  'schedule_conflict',
  'schedule_empty_playlist',
  'schedule_orphaned',
  'schedule_past_end',
  'schedule_target_unreachable',
  'site_offline',
  'storage_high',
];
const checksInside = (org: string) => CHECKS_INSIDE.map((incident) => `${incident} of ${org}`);
const ofPlatform = (...incidents: IncidentType[]) => incidents.map((incident) => `${incident} of platform`);

interface Blindness {
  /** Who cannot be asked, and how. */
  readonly when: string;
  breaks(): Promise<unknown>;
  heals(): Promise<unknown>;
  /** What must be open because of it. */
  readonly opens?: readonly Expected[];
  /** What must be held, as nobody can tell. */
  readonly holds: readonly Expected[];
  readonly passing?: readonly Expected[];
  /** Every check that the metrics must name as not whole. */
  readonly blind: readonly string[];
  /** What the metrics must say of the one that cannot be asked; null: nothing. */
  readonly metrics: Readonly<Record<string, number | null>>;
  /** What else must hold before it is healed. */
  and?(): Promise<void>;
}

test('whoever cannot be asked leaves what is wrong there held, the metrics say so, and all others are looked at', {
  timeout: 400_000,
}, async (t) => {
  if (disk === null) t.diagnostic('all disks of this machine are filled alike: the disk is left out');
  const mail = await startSmtpReceiver();
  t.after(() => mail.close());
  const checks = {
    content_thumbnail_missing: { enabled: false },
    ...(disk === null ? {} : { storage_high: { ratio: disk.ratio } }),
  };
  const settings: Settings = {
    exporter: { checks, ...(disk === null ? {} : { disks: [disk.path] }) },
    notifications: { email: { host: '127.0.0.1', port: mail.port, to: ['ops@ops.example'] } },
  };
  await withExporter({ world, settings }, async (sandbox) => {
    const { control, exporter } = sandbox;
    const incidents = watchIncidents(exporter);
    await control.break('memory_high', { app: 'vizora-middleware' });
    for (const name of ['vacuum_overdue', 'redis_memory_high']) await control.break(name);
    disk?.moveTo('full');
    await incidents.settles({ when: 'everybody can be asked', open: ALL });
    assert.deepEqual(await blindChecks(exporter), []);

    for (const one of cases(sandbox, mail)) {
      await t.test(one.when, async () => {
        const { when, holds, opens = [], passing = [] } = one;
        await one.breaks();
        await control.break('backup_shrunk');
        const held = new Set(holds);
        await incidents.settles({
          when,
          open: [...ALL.filter((it) => !held.has(it)), ...opens, MEANWHILE],
          unverified: holds,
          passing,
          looks: 1,
          withinMs: 90_000,
        });
        assert.deepEqual(await blindChecks(exporter), one.blind.toSorted());
        const page = await exporter.metrics();
        const said = Object.keys(one.metrics).map((series) => [series, sample(page, series)]);
        assert.deepEqual(Object.fromEntries(said), one.metrics);
        await one.and?.();
        await control.heal('backup_shrunk');
        await one.heals();
        await incidents.settles({
          when: `${when}: no more`,
          open: ALL,
          resolved: [...opens, MEANWHILE],
          passing,
          withinMs: 90_000,
          looks: 1,
        });
      });
    }
  });
});

function cases(
  { control, exporter, stack, ports }: WatchedSandbox,
  mail: SmtpReceiver,
): readonly Blindness[] {
  const fault = (name: string, parameters: Record<string, unknown>) => ({
    breaks: () => control.break(name, parameters),
    heals: () => control.heal(name),
  });
  const nobodyInside = {
    [`vizora_organization_reachable{org="${ACME}"}`]: 0,
    [`vizora_organization_reachable{org="${BETA}"}`]: 0,
  };
  const everythingInside = [...checksInside(ACME), ...checksInside(BETA)];
  const inPlaceOfAlertmanager = createGate(ports.alertmanager, () => undefined);
  const alertmanager: Pick<Blindness, 'breaks' | 'heals' | 'opens' | 'holds' | 'blind'> = {
    async breaks() {
      await stack.supervisor.running('alertmanager').stop();
      await inPlaceOfAlertmanager.shut('error_500');
    },
    async heals() {
      await inPlaceOfAlertmanager.shut('refuse');
      await stack.supervisor.start(stack.part('alertmanager'));
    },
    opens: [['alertmanager_unreachable', 'platform', 'agent/ops-reporter']],
    holds: [],
    blind: [],
  };
  const mailed = () => mail.mails.length;
  return [
    {
      when: 'the API answers with garbage',
      ...fault('garbage', { app: 'vizora-middleware' }),
      opens: [['service_down', 'platform', 'service/middleware']],
      holds: INSIDE,
      passing: [STATUS],
      blind: [...everythingInside, ...ofPlatform('dependency_down', 'edge_unreachable')],
      metrics: { ...nobodyInside, 'vizora_probe_success{service="middleware"}': 0, vizora_database_up: 1 },
    },
    {
      when: 'the API answers one organisation with 500',
      ...fault('organisation_broken', { org: BETA, how: 'error_500' }),
      holds: inside(BETA),
      blind: checksInside(BETA),
      metrics: { ...nobodyInside, [`vizora_organization_reachable{org="${ACME}"}`]: 1 },
    },
    {
      when: 'PM2 answers with garbage',
      ...fault('pm2_silent', { how: 'garbage' }),
      holds: OF_PM2,
      blind: ofPlatform(
        'process_missing',
        'process_errored',
        'process_stopped',
        'process_memory_high',
        'restart_storm',
        'log_oversized',
      ),
      metrics: { vizora_pm2_up: 0, 'vizora_probe_success{service="middleware"}': 1 },
    },
    {
      when: 'PostgreSQL answers with noise, and the API cannot answer without it',
      ...fault('database_down', { how: 'error_500' }),
      opens: [['dependency_down', 'platform', 'dependency/database']],
      holds: [...INSIDE, ...OF_DATABASE],
      passing: [STATUS, ['dependency_down', 'platform', 'dependency/undisclosed']],
      blind: [
        ...everythingInside,
        ...ofPlatform('edge_unreachable', 'connections_high', 'vacuum_overdue', 'table_missing'),
      ],
      metrics: { ...nobodyInside, vizora_database_up: 0, vizora_redis_up: 1, vizora_pm2_up: 1 },
    },
    {
      when: 'Redis hangs, and the API with it',
      ...fault('redis_down', { how: 'hang' }),
      opens: [['dependency_down', 'platform', 'dependency/redis']],
      holds: [...INSIDE, ...OF_REDIS],
      // The gateway never finds Redis again after a long outage; while Redis is away, whether it would is not known.
      passing: [STATUS, ['service_stuck', 'platform', 'service/realtime']],
      blind: [...everythingInside, ...ofPlatform('edge_unreachable', 'redis_memory_high', 'service_stuck')],
      metrics: { ...nobodyInside, vizora_redis_up: 0, vizora_database_up: 1, vizora_pm2_up: 1 },
    },
    ...(disk === null
      ? []
      : [
          {
            when: 'the folder on a disk is gone',
            breaks: async () => disk.moveTo('nowhere'),
            heals: async () => disk.moveTo('full'),
            holds: ON_DISK,
            blind: ofPlatform('storage_high'),
            metrics: { [`vizora_disk_available_bytes{folder="${disk.path}"}`]: null },
          },
        ]),
    {
      ...alertmanager,
      when: 'Alertmanager answers with 500',
      metrics: {},
      and: () => comesTrue('a mail that says so', async () => mailed() === 1),
    },
    {
      ...alertmanager,
      when: 'Alertmanager answers with 500, and the mail server says nothing',
      metrics: {},
      async breaks() {
        mail.behave('hang');
        await alertmanager.breaks();
      },
      and: () =>
        comesTrue('a message that failed', async () =>
          /^vizora_notifications_failed_total\{[^}]*channel="email"[^}]*\} [1-9]/m.test(
            await exporter.metrics(),
          ),
        ),
      async heals() {
        mail.behave('well');
        await alertmanager.heals();
      },
    },
  ];
}

/** The checks of which the metrics say that the last look was not whole. */
async function blindChecks(exporter: TestExporter): Promise<string[]> {
  const page = await exporter.metrics();
  const found = page.matchAll(/^vizora_agent_scan_complete\{[^}]*incident="(\w+)",org="([\w-]+)"\} 0$/gm);
  return [...found].map(([, incident, org]) => `${incident} of ${org}`).sort();
}

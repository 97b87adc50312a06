import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { INCIDENT_TYPES } from '../../core/incidents.ts';
import { startSmtpReceiver } from '../../sandbox/people/smtp-receiver.ts';
import type { Settings } from '../../sandbox/stack/ops-config.ts';
import type { WorldFaultName } from '../../sandbox/vizora/world/faults/index.ts';
import { organisation } from '../../sandbox/vizora/world/spec.ts';
import { type Expected, lookedFor, watchIncidents } from './incident-table.ts';
import { movableFolder } from './movable-folder.ts';
import { type WatchedSandbox, withExporter } from './with-exporter.ts';

const ORGS = ['acme-signage', 'beta-retail', 'gamma-media'] as const;
/** The one of which every display is offline, which leaves no room for other faults. */
const DARK = 'delta-dark';

const folder = mkdtempSync(join(tmpdir(), 'vizora-ops-faults-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const disk = movableFolder(join(folder, 'disk'));

const world = {
  organisations: [
    ...ORGS.map((slug) => organisation(slug, { displays: 24, thumbnails: true })),
    organisation(DARK, { displays: 8, thumbnails: true }),
    organisation('vizora-platform', { class: 'test', displays: 2, superAdmin: true }),
  ],
  faults: [],
  heartbeats: true,
} as const;

/** What is broken in each of the three organisations, in this order, since each takes the first rows that are whole. */
const WORLD_FAULTS: readonly WorldFaultName[] = [
  'display_offline',
  'display_error',
  'display_without_content',
  'display_frozen',
  'display_dormant',
  'display_with_empty_schedule',
  'display_with_archived_playlist',
  'location_offline',
  'content_expired',
  'content_replaced_and_expired',
  'content_orphaned',
  'content_too_large',
  'content_thumbnail_missing',
  'playlist_item_undeliverable',
  'playlist_item_expired',
  'storage_high',
  'schedule_past_end',
  'schedule_orphaned',
  'schedule_target_empty_group',
  'schedule_target_disabled',
  'schedule_target_unpaired',
  'schedule_empty_playlist',
  'schedule_undeliverable_playlist',
  'schedule_conflict',
];

/** What looks like a fault and is none. */
const LOOK_ALIKES: readonly WorldFaultName[] = [
  'display_never_seen',
  'display_pairing',
  'display_disabled',
  'display_outside_hours',
  'schedule_outside_hours',
  'schedule_inactive_past_end',
  'content_in_zone',
  'content_replacement',
  'content_previous_version',
  'content_global',
  'content_unused_layout',
  'content_archived_unused',
  'content_new_unused',
];

/** What these faults must raise in one organisation. */
const inOrganisation = (org: string): readonly Expected[] => [
  ['display_offline', org, 'display/Screen 0'],
  ['display_error', org, 'display/Screen 1'],
  ['display_without_content', org, 'display/Screen 2'],
  ['display_offline', org, 'display/Screen 3'],
  ['display_offline', org, 'display/Screen 4'],
  ['display_without_content', org, 'display/Screen 5'],
  ['schedule_empty_playlist', org, 'schedule/Plays nothing 1'],
  ['display_without_content', org, 'display/Screen 6'],
  ['playlist_item_undeliverable', org, 'playlist/All archived 1'],
  ['site_offline', org, 'site/site-6'],
  ['display_offline', org, 'display/Screen 20'],
  ['display_offline', org, 'display/Screen 21'],
  ['display_offline', org, 'display/Screen 22'],
  ['display_offline', org, 'display/Screen 23'],
  ['content_expired', org, 'content/Sold out 1'],
  ['content_expired', org, 'content/Old price 1'],
  ['content_orphaned', org, 'content/Forgotten 1'],
  ['content_too_large', org, 'content/image-0'],
  ['content_thumbnail_missing', org, 'content/Faceless 1 active 0'],
  ['playlist_item_undeliverable', org, 'playlist/Partly archived 1'],
  ['playlist_item_undeliverable', org, 'playlist/Partly expired 1'],
  ['storage_high', org, `organization/${org}`],
  ['schedule_past_end', org, 'schedule/Schedule 0'],
  ['schedule_orphaned', org, 'schedule/Aims at nothing 1'],
  ['schedule_target_unreachable', org, 'schedule/For nobody 1'],
  ['schedule_target_unreachable', org, 'schedule/For the switched off 1'],
  ['schedule_target_unreachable', org, 'schedule/For the never unpacked 1'],
  ['schedule_empty_playlist', org, 'schedule/Plays the empty 1'],
  ['schedule_empty_playlist', org, 'schedule/Plays the archived 1'],
  ['playlist_item_undeliverable', org, 'playlist/Wholly archived 1'],
  ['schedule_conflict', org, 'schedule/Schedule 1'],
];

const WHOLLY_OFFLINE: readonly Expected[] = [
  ['site_offline', DARK, `organization/${DARK}`],
  ['site_offline', DARK, 'site/site-1'],
  ['site_offline', DARK, 'site/site-2'],
  ['display_offline', DARK, 'display/Screen 0'],
  ['display_offline', DARK, 'display/Screen 1'],
  ['display_offline', DARK, 'display/Screen 2'],
  ['display_offline', DARK, 'display/Screen 3'],
  ['display_offline', DARK, 'display/Screen 4'],
  ['display_offline', DARK, 'display/Screen 5'],
  ['display_offline', DARK, 'display/Screen 6'],
  ['display_offline', DARK, 'display/Screen 7'],
];

const IN_ALL: readonly Expected[] = [...ORGS.flatMap(inOrganisation), ...WHOLLY_OFFLINE];

/** What is broken around the platform at the same time: none of it hides anything else. */
const AROUND: readonly (readonly [fault: string, parameters?: Record<string, unknown>])[] = [
  ['edge_down', { how: 'error_500' }],
  ['memory_high', { app: 'vizora-middleware' }],
  ['vacuum_overdue'],
  ['table_missing'],
  ['connections_high', { share: 0.65 }],
  ['redis_memory_high'],
  ['log_oversized', { app: 'vizora-realtime', bytes: 6_000_000 }],
  ['backup_shrunk'],
  ['status_swallowed'],
];
const OF_TABLES: readonly Expected[] = [
  ['vacuum_overdue', 'platform', 'table/AuditLog'],
  ['table_missing', 'platform', 'table/content_impressions'],
  ['connections_high', 'platform', 'dependency/database'],
];
const OF_PLATFORM: readonly Expected[] = [
  ['edge_unreachable', 'platform', 'service/web'],
  ['edge_unreachable', 'platform', 'service/middleware'],
  ['process_memory_high', 'platform', 'process/vizora-middleware:worker'],
  ...OF_TABLES,
  ['redis_memory_high', 'platform', 'dependency/redis'],
  ['log_oversized', 'platform', 'process/vizora-realtime'],
  ['backup_shrunk', 'platform', 'backup/directory'],
  ['status_not_delivered', 'platform', 'agent/ops-reporter'],
  ['alertmanager_unreachable', 'platform', 'agent/ops-reporter'],
];
const ON_DISK: readonly Expected[] = disk === null ? [] : [['storage_high', 'platform', `host/${disk.path}`]];

const settings: Settings = {
  exporter: {
    ...(disk === null ? {} : { disks: [disk.path], checks: { storage_high: { ratio: disk.ratio } } }),
  },
};

test('every fault raises its incident and nothing else, stays held while nobody can look, and clears when it is healed', {
  timeout: 420_000,
}, async (t) => {
  if (disk === null)
    t.diagnostic('all disks of this machine are filled alike: storage_high of the host is left out');
  await withExporter({ world, settings }, async (sandbox) => {
    const { exporter, control, stack } = sandbox;
    const incidents = watchIncidents(exporter);
    await using reporter = await startReporter(sandbox);
    const aboutPeople = reporter.runsItsCourse();
    // Awaited at the end; until then it is no news.
    aboutPeople.catch(() => undefined);

    await t.test('every incident type is looked for', async () => {
      const known = await lookedFor(exporter);
      assert.deepEqual(
        INCIDENT_TYPES.filter((type) => !known.has(type)),
        [],
      );
    });
    await incidents.settles({ when: 'a healthy world', open: [] });

    for (const org of ORGS) {
      for (const name of [...WORLD_FAULTS, ...LOOK_ALIKES]) await control.breakWorld(name, org);
    }
    await control.breakWorld('organization_suspended', 'gamma-media');
    await control.breakWorld('site_offline', DARK);
    for (const [name, parameters] of AROUND) await control.break(name, parameters);
    disk?.moveTo('full');
    await stack.supervisor.running('alertmanager').stop();
    const around: readonly Expected[] = [...OF_PLATFORM, ...ON_DISK];
    await incidents.settles({
      when: 'everything in the rows of the organisations, and around the platform',
      open: [...IN_ALL, ...around],
      withinMs: 90_000,
    });

    for (const [name] of AROUND)
      if (name !== 'vacuum_overdue' && name !== 'table_missing') await control.heal(name);
    disk?.moveTo('empty');
    await stack.supervisor.start(stack.part('alertmanager'));
    const tables = OF_TABLES.filter(([incident]) => incident !== 'connections_high');
    await incidents.settles({
      when: 'the platform healed, the organisations and two tables not',
      open: [...IN_ALL, ...tables],
      resolved: around.filter((it) => !tables.includes(it)),
    });

    await control.break('database_down', { how: 'hang' });
    await incidents.settles({
      when: 'the database hangs',
      open: [['dependency_down', 'platform', 'dependency/database']],
      unverified: [...IN_ALL, ...tables],
      passing: [['status_not_delivered', 'platform', 'agent/ops-reporter']],
      withinMs: 90_000,
      looks: 1,
    });
    await control.heal('database_down');
    for (const name of ['vacuum_overdue', 'table_missing']) await control.heal(name);
    await incidents.settles({
      when: 'the database is back, and its tables healed',
      open: IN_ALL,
      resolved: [['dependency_down', 'platform', 'dependency/database'], ...tables],
      // The middleware is not ready for ten seconds more, which are longer than three looks here.
      passing: [['dependency_down', 'platform', 'dependency/undisclosed']],
    });

    await control.break('redis_down');
    await incidents.settles({
      when: 'Redis is away, and with it the API',
      open: [['dependency_down', 'platform', 'dependency/redis']],
      unverified: IN_ALL,
      passing: [['status_not_delivered', 'platform', 'agent/ops-reporter']],
      withinMs: 90_000,
      looks: 1,
    });
    await control.heal('redis_down');
    await incidents.settles({
      when: 'Redis is back, and realtime has given it up for good',
      open: [...IN_ALL, ['service_stuck', 'platform', 'service/realtime']],
      resolved: [['dependency_down', 'platform', 'dependency/redis']],
    });
    await restart(sandbox, 'vizora-realtime');

    await control.break('hang_always', { app: 'vizora-middleware' });
    await incidents.settles({
      when: 'the API hangs',
      open: [['service_down', 'platform', 'service/middleware']],
      unverified: IN_ALL,
      resolved: [['service_stuck', 'platform', 'service/realtime']],
      passing: [['status_not_delivered', 'platform', 'agent/ops-reporter']],
      withinMs: 90_000,
      looks: 1,
    });
    await control.heal('hang_always');

    // The organisations heal while processes break.
    for (const name of WORLD_FAULTS) await control.healWorld(name);
    await control.healWorld('site_offline');
    await control.break('process_stopped', { app: 'vizora-realtime' });
    await control.break('process_missing', { app: 'vizora-web' });
    await control.break('storage_down');
    await control.break('backup_stale');
    const ofProcesses: readonly Expected[] = [
      ['process_stopped', 'platform', 'process/vizora-realtime'],
      ['service_down', 'platform', 'service/realtime'],
      ['process_missing', 'platform', 'process/vizora-web'],
      ['service_down', 'platform', 'service/web'],
      ['dependency_down', 'platform', 'dependency/storage'],
      ['backup_stale', 'platform', 'backup/directory'],
    ];
    await incidents.settles({
      when: 'the organisations are well; one app is stopped, another gone, and the storage as well',
      open: ofProcesses,
      resolved: [...IN_ALL, ['service_down', 'platform', 'service/middleware']],
      withinMs: 90_000,
    });
    for (const name of ['process_stopped', 'process_missing', 'storage_down', 'backup_stale']) {
      await control.heal(name);
    }

    await control.break('crash_at_start', { app: 'vizora-realtime' });
    await control.break('not_ready');
    const errored: readonly Expected[] = [
      ['process_errored', 'platform', 'process/vizora-realtime'],
      ['restart_storm', 'platform', 'process/vizora-realtime'],
      ['service_down', 'platform', 'service/realtime'],
      ['dependency_down', 'platform', 'dependency/undisclosed'],
    ];
    await incidents.settles({
      when: 'PM2 gave an app up, and the middleware does not say what it lacks',
      open: errored,
      resolved: ofProcesses.filter(([, , target]) => target !== 'service/realtime'),
      withinMs: 90_000,
    });
    await control.heal('crash_at_start');
    await control.heal('not_ready');
    await restart(sandbox, 'vizora-realtime');
    await incidents.settles({ when: 'everything is healed', open: [], resolved: errored, withinMs: 90_000 });

    for (const name of LOOK_ALIKES) await control.healWorld(name);
    await aboutPeople;
  });
});

async function restart({ pm2 }: WatchedSandbox, app: string): Promise<void> {
  for (const { name, pmId } of await pm2.list()) if (name === app) await pm2.restart(pmId);
}

/**
 * The incidents about ways to people depend on settings, and on the time of day: a second exporter has them, which
 * looks at nothing else, so that they run their course meanwhile.
 */
async function startReporter({ ports, startExporter }: WatchedSandbox) {
  const mail = await startSmtpReceiver();
  mail.behave('no_room');
  const others = [
    'health-guardian',
    'content-lifecycle',
    'fleet-manager',
    'schedule-doctor',
    'db-maintainer',
  ];
  const exporter = await startExporter('exporter-2', {
    vizora: { api_url: `http://127.0.0.1:${ports.api}` },
    exporter: {
      agents: {
        ...Object.fromEntries(others.map((name) => [name, { enabled: false }])),
        'ops-reporter': { interval: '2s' },
      },
      checks: { alertmanager_unreachable: { enabled: false } },
    },
    timezone: 'UTC',
  });
  const incidents = watchIncidents(exporter);
  const channel: Expected = ['channel_not_configured', 'platform', 'agent/ops-reporter'];
  const digest: Expected = ['digest_not_sent', 'platform', 'agent/ops-reporter'];
  return {
    /** There is no way to people; then there is one that refuses everything until the digest was due; then a good one. */
    async runsItsCourse() {
      await incidents.settles({ when: 'no way to people', open: [channel] });
      // In a minute that begins in 15 s at least: it must run by then.
      const due = new Date(Math.ceil((Date.now() + 15_000) / 60_000) * 60_000);
      const email = { host: '127.0.0.1', port: mail.port, to: ['ops@ops.example'] };
      await exporter.restart({ notifications: { email, digest_at: due.toISOString().slice(11, 16) } });
      await incidents.settles({
        when: 'the digest was refused',
        open: [digest],
        resolved: [channel],
        withinMs: 90_000,
      });
      mail.behave('well');
      await incidents.settles({
        when: 'the digest was sent',
        open: [],
        resolved: [digest],
        withinMs: 90_000,
      });
      assert.equal(mail.mails.length, 1);
    },
    [Symbol.asyncDispose]: () => mail.close(),
  };
}

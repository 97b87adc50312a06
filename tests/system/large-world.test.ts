import assert from 'node:assert/strict';
import { test } from 'node:test';
import Table from 'cli-table3';
import { systemClock } from '../../core/clock.ts';
import { AGENTS, type AgentName } from '../../core/incidents.ts';
import type { LoggedRequest } from '../../sandbox/drill/control.ts';
import { mostResidentBytes } from '../../sandbox/drill/resident-bytes.ts';
import type { WorldFaultName } from '../../sandbox/vizora/world/faults/index.ts';
import { organisation, type WorldSpec } from '../../sandbox/vizora/world/spec.ts';
import { comesTrue } from './comes-true.ts';
import { type Expected, seenBy, watchIncidents } from './incident-table.ts';
import { type TestExporter, type WatchedSandbox, withExporter } from './with-exporter.ts';

const ORGS = Array.from({ length: 10 }, (_, i) => `fleet-${i}`);
const SIZE = { displays: 2_000, schedules: 500, content: 1_000, playlists: 50, groups: 20 } as const;

/** What is wrong in each of the ten from the start. */
const SEEDS: readonly (readonly [fault: WorldFaultName, count: number])[] = [
  ['display_offline', 3],
  ['display_without_content', 2],
  ['content_expired', 2],
  ['content_orphaned', 2],
  ['playlist_item_undeliverable', 1],
  ['schedule_orphaned', 1],
  ['schedule_conflict', 1],
];
const seededIn = (org: string): readonly Expected[] => [
  ['display_offline', org, 'display/Screen 0'],
  ['display_offline', org, 'display/Screen 1'],
  ['display_offline', org, 'display/Screen 2'],
  ['display_without_content', org, 'display/Screen 3'],
  ['display_without_content', org, 'display/Screen 4'],
  ['content_expired', org, 'content/Sold out 1'],
  ['content_expired', org, 'content/Sold out 2'],
  ['content_orphaned', org, 'content/Forgotten 1'],
  ['content_orphaned', org, 'content/Forgotten 2'],
  ['playlist_item_undeliverable', org, 'playlist/Partly archived 1'],
  ['schedule_orphaned', org, 'schedule/Aims at nothing 1'],
  ['schedule_conflict', org, 'schedule/Schedule 0'],
];
const SEEDED = ORGS.flatMap(seededIn);
/** What is broken and healed while rows come and go. */
const MEANWHILE: readonly Expected[] = ORGS.map((org) => ['schedule_past_end', org, 'schedule/Schedule 1']);

const world: WorldSpec = {
  organisations: ORGS.map((slug) => organisation(slug, SIZE)),
  faults: ORGS.flatMap((org) => SEEDS.map(([name, count]) => ({ name, org, count }))),
  heartbeats: true,
};

const LOOKING: readonly AgentName[] = ['content-lifecycle', 'fleet-manager', 'schedule-doctor'];
const OTHERS = AGENTS.filter((name) => !LOOKING.includes(name));
const settings = {
  exporter: {
    agents: Object.fromEntries(OTHERS.map((name) => [name, { enabled: false }])),
    checks: { content_thumbnail_missing: { enabled: false } },
  },
};

test('20,000 displays, 5,000 schedules and 10,000 contents, whose pages shift while they are read: nothing false', {
  timeout: 600_000,
}, async (t) => {
  await withExporter({ world, settings, readyWithin: 120_000 }, async (sandbox) => {
    const { control, exporter } = sandbox;
    const incidents = watchIncidents(exporter);
    await incidents.settles({ when: 'the large world', open: SEEDED, withinMs: PATIENCE_MS });

    await control.break('churn', { rows_per_second: 20 });
    const watching = new AbortController();
    const breakAndHeal = async () => {
      for (const org of ORGS) await control.breakWorld('schedule_past_end', org);
      await sees(exporter, MEANWHILE, 'open');
      await control.healWorld('schedule_past_end');
      await sees(exporter, MEANWHILE, 'resolved');
    };
    const [summary] = await Promise.all([
      watchFor(exporter, watching.signal),
      breakAndHeal().finally(() => watching.abort()),
    ]);
    t.diagnostic(summary);
    const most = Math.round(mostResidentBytes(exporter.pid()) / 2 ** 20);
    t.diagnostic(`at most ${most} MiB of the exporter were resident`);
    await control.heal('churn');
    await incidents.settles({
      when: 'the large world at rest',
      open: SEEDED,
      resolved: MEANWHILE,
      withinMs: PATIENCE_MS,
    });

    await t.test('with the shipped budget the looks become rarer, and stay within the hour', async () => {
      t.diagnostic(await oneLookOfAll(sandbox));
    });
  });
});

/** Looks all the time: seeded incidents stay, no other comes, and what was read whole was counted right. */
async function watchFor(exporter: TestExporter, signal: AbortSignal): Promise<string> {
  const key = (it: Expected) => it.join('  ');
  const seeded = new Set(SEEDED.map(key));
  const allowed = new Set([...SEEDED, ...MEANWHILE].map(key));
  let looks = 0;
  const scans = { whole: 0, cut: 0 };
  const unverified = new Set<string>();
  while (!signal.aborted) {
    const seen = await seenBy(exporter);
    const foreign = [...seen.keys()].filter((it) => !allowed.has(it));
    assert.deepEqual(foreign, [], 'a false incident');
    const ended = [...seeded].filter((it) => !['open', 'unverified'].includes(seen.get(it)?.state ?? 'none'));
    assert.deepEqual(ended, [], 'a false clearing');
    for (const [it, { state }] of seen) if (state === 'unverified') unverified.add(it);
    for (const { complete, items, total, list } of await scansOf(exporter)) {
      scans[complete ? 'whole' : 'cut'] += 1;
      if (!complete) continue;
      assert.equal(items, total, `${list}: ${items} seen, ${total} counted`);
      const there = THERE[list.resource];
      assert.ok(
        there !== undefined && total >= there && total <= there + PASSING,
        `${list.org} ${list.resource}: ${total} counted, where there are ${there} and at most ${PASSING} that pass`,
      );
    }
    looks += 1;
    await systemClock.sleep(500);
  }
  return (
    `${looks} glances under churn: lists were whole ${scans.whole} times and cut ${scans.cut} times, ` +
    `${unverified.size} incidents were held unverified at some time`
  );
}

/**
 * How many of each there are in an organisation, those of its seeded faults among them: two displays lost the schedules
 * that they had, and two schedules were added.
 */
const THERE: Readonly<Record<string, number>> = {
  displays: SIZE.displays,
  display_groups: SIZE.groups,
  schedules: SIZE.schedules,
  playlists: SIZE.playlists + 1,
  contents: SIZE.content + 6,
};
/** So many rows of churn are there at most at one time, and a few that come while others have not gone. */
const PASSING = 8;

interface SeenScan {
  readonly list: { readonly org: string; readonly resource: string };
  readonly complete: boolean;
  readonly items: number;
  readonly total: number;
}

async function scansOf(exporter: TestExporter): Promise<SeenScan[]> {
  const page = await exporter.metrics();
  const values = (metric: string) =>
    new Map(
      [...page.matchAll(new RegExp(`^${metric}\\{org="([\\w-]+)",resource="(\\w+)"\\} (\\d+)`, 'gm'))].map(
        ([, org = '', resource = '', value]) => [`${org}/${resource}`, Number(value)],
      ),
    );
  const items = values('vizora_scan_items');
  const totals = values('vizora_scan_total_items');
  return [...values('vizora_scan_complete')].map(([name, complete]) => {
    const [org = '', resource = ''] = name.split('/');
    return {
      list: { org, resource },
      complete: complete === 1,
      items: items.get(name) ?? -1,
      total: totals.get(name) ?? -1,
    };
  });
}

/** A machine that others use, too, reads so many pages slowly. */
const PATIENCE_MS = 150_000;

/** Waits until all of these are in that state, whatever else there is. */
const sees = (exporter: TestExporter, wanted: readonly Expected[], state: string): Promise<void> =>
  comesTrue(
    `all of these are ${state}`,
    async () => {
      const seen = await seenBy(exporter);
      return wanted.every((it) => seen.get(it.join('  '))?.state === state);
    },
    PATIENCE_MS,
  );

async function byAgent(exporter: TestExporter, metric: string): Promise<Record<string, number>> {
  const page = await exporter.metrics();
  const samples = page.matchAll(new RegExp(`^${metric}\\{agent="([\\w-]+)"\\} (\\S+)`, 'gm'));
  return Object.fromEntries([...samples].map(([, agent = '', value]) => [agent, Number(value)]));
}

/** What every agent looks at once, by the routes that the platform counts: it answered them, and we did not. */
async function oneLookOfAll({ control, exporter }: WatchedSandbox): Promise<string> {
  const { next } = await control.requests(0);
  let from = next;
  for (let last = -1; last !== from; from = (await control.requests(from)).next) last = from;
  const restartedAt = Date.now() / 1_000;
  await exporter.restart({
    vizora: { request_budget: { per_hour: 600 } },
    exporter: {
      agents: {
        'content-lifecycle': { interval: '15m' },
        'fleet-manager': { interval: '5m' },
        'schedule-doctor': { interval: '15m' },
      },
    },
  });
  // How long a look takes is known when it was taken.
  const looked = () => byAgent(exporter, 'vizora_agent_last_run_timestamp_seconds');
  await comesTrue(
    'every agent has looked once more',
    async () => {
      const times = Object.values(await looked());
      return times.length === LOOKING.length && times.every((at) => at > restartedAt);
    },
    PATIENCE_MS,
  );
  const intervals = await byAgent(exporter, 'vizora_agent_interval_seconds');
  const counts = await countFrom(control, from);
  const table = new Table({
    style: { head: [], border: [] },
    head: ['route', 'requests of one look', 'minutes between two, at least'],
  });
  for (const [route, count] of [...counts].sort((a, b) => b[1] - a[1])) {
    table.push([route, count, ((count * 60) / (600 * 0.8)).toFixed(1)]);
  }
  // What was known of contents before the restart is not asked for again; one of them shows that the route is there.
  const ofDetails = ['GET /api/v1/content/:id', 'GET /api/v1/playlists/:id'].map((route) =>
    counts.get(route),
  );
  assert.ok(
    ofDetails.every((count = 0) => count <= 1),
    `${ofDetails.join(' and ')} details were read again after a restart`,
  );
  const inForce = Object.entries(intervals).map(([agent, seconds]) => `${agent} every ${seconds / 60} min`);
  // 200 pages of displays are what the looks of two agents need.
  assert.deepEqual(intervals, {
    'content-lifecycle': 900,
    'fleet-manager': 1_500,
    'schedule-doctor': 1_800,
  });
  return `\n${table.toString()}\nin force with 600 requests an hour: ${inForce.join(', ')}`;
}

/** Counts what an exporter asks from its first login on; before, the one that it replaces asked. */
async function countFrom(control: WatchedSandbox['control'], from: number): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let after = from; ; ) {
    const { requests, next } = await control.requests(after);
    if (requests.length === 0) return counts;
    for (const request of requests) {
      const route = routeOf(request);
      if (counts.size === 0 && !route.endsWith('/auth/login')) continue;
      counts.set(route, (counts.get(route) ?? 0) + 1);
    }
    after = next;
  }
}

const ID = /\/(c[a-z0-9]{24}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})(?=\/|$)/g;
const routeOf = ({ method, path }: LoggedRequest): string => `${method} ${path.replaceAll(ID, '/:id')}`;

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { eachChannelAlone, everyChannel } from '../alertmanager/channels.test-support.ts';
import { loadPrograms } from '../sandbox/stack/programs.ts';
import { type Durations, shipped } from './durations.ts';
import { prometheusFlags } from './flags.ts';
import { loopback } from './places.ts';
import { renderMonitoring, writeMonitoring } from './render.ts';

const root = join(import.meta.dirname, '..');
const programs = loadPrograms();
const run = ({ command, env }: { command: string; env: object }, ...args: string[]) =>
  execFileSync(command, args, { env: { ...process.env, ...env }, encoding: 'utf8', stdio: 'pipe' });

const seconds: Durations = {
  ...shipped,
  scrape_interval: '1s',
  scrape_timeout: '900ms',
  platform_scrape_interval: '18s',
  incident_evaluation_interval: '1s',
  evaluation_interval: '2s',
  grace_critical: '20s',
  grace_warning: '21s',
  people_hold: '3s',
  down_for: '4s',
  stale_for: '6s',
  blind_for: '7s',
  undecided_for: '8s',
  pm2_silent_for: '5s',
  stop_forgotten_for: '9s',
  first_look_hold: '8s',
  group_wait: '100ms',
  remediator_group_interval: '10s',
  remediator_repeat: '39s',
  watchdog_group_interval: '11s',
  watchdog_repeat: '12s',
  people_group_wait: '13s',
  people_group_interval: '14s',
  people_repeat_critical: '16s',
  people_repeat: '17s',
  people_repeat_info: '25s',
  dead_man_group_interval: '22s',
  dead_man_repeat: '23s',
};

/** The settings that hold a duration; all others must be alike in every rendering. */
const DURATIONS = new Set([
  ...['scrape_interval', 'scrape_timeout', 'evaluation_interval', 'interval', 'for', 'keep_firing_for'],
  ...['group_wait', 'group_interval', 'repeat_interval'],
]);

function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, DURATIONS.has(key) ? 'DURATION' : masked(inner)]),
  );
}

const trees = (durations: Durations) =>
  new Map(
    [...renderMonitoring(loopback, durations)]
      .filter(([path]) => path.endsWith('.yml'))
      .map(([path, text]) => [path, parse(text) as unknown]),
  );

describe('the monitoring configuration', () => {
  it('differs between shortened and shipped durations in durations only', () => {
    const shortened = trees(seconds);
    const asShipped = trees(shipped);

    assert.deepEqual([...shortened.keys()], [...asShipped.keys()]);
    for (const [path, tree] of asShipped) assert.deepEqual(masked(shortened.get(path)), masked(tree), path);
    assert.notDeepEqual(shortened, asShipped);
  });

  it('puts every duration to use', () => {
    const text = [
      ...renderMonitoring(loopback, seconds, everyChannel).values(),
      ...prometheusFlags(seconds),
    ].join('\n');
    for (const [name, value] of Object.entries(seconds))
      assert.match(text, new RegExp(`\\b${value}\\b`), name);
  });

  it('is committed as the sources render it', () => {
    run({ command: process.execPath, env: {} }, join(root, 'prometheus', 'generate.ts'), '--check');
  });

  it('says in the first line of every file that it is generated', () => {
    for (const [path, text] of renderMonitoring(loopback, shipped)) {
      if (path.endsWith('.yml')) assert.match(text, /^# Generated /, path);
    }
  });

  it('is accepted by promtool and amtool, with shipped and with shortened durations', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'monitoring-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const withToken = { ...loopback, metrics_token_file: loopback.token_file };
    for (const [places, durations, channels] of [
      [loopback, shipped, {}],
      [withToken, seconds, everyChannel],
      ...eachChannelAlone.map((channel) => [loopback, shipped, channel] as const),
    ] as const) {
      writeMonitoring(folder, places, durations, channels);
      for (const part of ['prometheus', 'alertmanager'])
        writeFileSync(join(folder, part, loopback.token_file), 'token');
      run(programs.promtool, 'check', 'config', '--lint-fatal', join(folder, 'prometheus', 'prometheus.yml'));
      run(programs.amtool, 'check-config', join(folder, 'alertmanager', 'alertmanager.yml'));
    }
  });

  it('repeats to the remediator slightly before a multiple of the group interval', () => {
    const inSeconds = (text: string) =>
      [...text.matchAll(/(\d+)([smh])/g)].reduce(
        (sum, [, n, unit]) => sum + Number(n) * { s: 1, m: 60, h: 3600 }[unit as 's' | 'm' | 'h'],
        0,
      );
    for (const [repeat, interval] of [
      [shipped.remediator_repeat, shipped.remediator_group_interval],
      [shipped.watchdog_repeat, shipped.watchdog_group_interval],
      [shipped.people_repeat_critical, shipped.people_group_interval],
      [shipped.people_repeat, shipped.people_group_interval],
      [shipped.people_repeat_info, shipped.people_group_interval],
      [shipped.dead_man_repeat, shipped.dead_man_group_interval],
    ] as const) {
      const late = inSeconds(repeat) % inSeconds(interval);
      assert.ok(late > inSeconds(interval) / 2, `${repeat} of ${interval}`);
    }
  });
});

describe('the tests of promtool', () => {
  const folder = join(root, 'prometheus', 'tests');
  const rules = 'prometheus/rules/';

  it('exist for every file of rules, and name every alert in it', () => {
    for (const [path, tree] of trees(shipped)) {
      if (!path.startsWith(rules)) continue;
      const name = path.slice(rules.length).replace('.rules.yml', '');
      const files = readdirSync(folder).filter(
        (file) => file === `${name}.test.yml` || file.startsWith(`${name}-`),
      );
      assert.ok(files.length > 0, name);
      const text = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
      for (const { rules } of (tree as { groups: { rules: { alert?: string }[] }[] }).groups) {
        for (const { alert } of rules) if (alert) assert.ok(text.includes(`alertname: ${alert}\n`), alert);
      }
    }
  });

  it('hold', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.test.yml'));
    run(programs.promtool, 'test', 'rules', ...files.map((name) => join(folder, name)));
  });
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type Dashboard, generatedDashboards, type Panel } from '../generated.test-support.ts';
import { rules } from '../rules.test-support.ts';

const dashboards = generatedDashboards();

/** One way to break each rule, and what is then found. */
const broken: Readonly<Record<string, (dashboard: Dashboard) => object>> = {
  'it is a classic dashboard that people cannot change by accident': () => ({ editable: true }),
  'its uid is stable and says whose it is': () => ({ uid: 'xTk2_9' }),
  'it says what it is for, and leads to the others': () => ({ links: [] }),
  'every panel has an id of its own': firstPanel({ id: 2 }),
  'every panel has a title of its own': firstPanel({ title: 'Since' }),
  'every query of a panel has a reference of its own': firstQuery({ refId: undefined }),
  'panels lie within the grid, and on no other': firstPanel({ gridPos: { x: 0, y: 0, w: 6, h: 4 } }),
  'panels can be read on a screen of 1280 px and on a phone': firstPanel({
    gridPos: { x: 0, y: 0, w: 3, h: 4 },
  }),
  'headings are open, so that everything is loaded and found': firstPanel({ type: 'row', collapsed: true }),
  'every panel says what it shows': firstPanel({ description: '' }),
  'every panel asks something': firstPanel({ targets: [] }),
  'every panel has a unit that Grafana knows': firstDefaults({ unit: 'seconds' }),
  'every panel has thresholds, which begin somewhere': firstDefaults({ thresholds: undefined }),
  'what is not known is shown as such where a figure would read as zero': firstDefaults({
    noValue: undefined,
  }),
  'settings of single values and columns name ones that are there': firstPanel({
    fieldConfig: {
      defaults: {},
      overrides: [{ matcher: { id: 'byName', options: 'Alrt' }, properties: [] }],
    },
  }),
  'its data source is a variable, and that of Alertmanager the provisioned one': firstQuery({
    datasource: { type: 'prometheus', uid: 'P1809F7CD0C75ACF3' },
  }),
  'its variables are read again when the time changes': ({ templating: { list } }) => ({
    templating: { list: list.map((one) => ({ ...one, refresh: 1 })) },
  }),
  'variables that are asked for are there': ({ templating: { list } }) => ({
    templating: { list: list.filter(({ name }) => name !== 'org') },
  }),
  'it asks only for metrics that exist, in expressions that parse': firstQuery({ expr: 'vizora_displayz' }),
  'counters are asked for their growth, and those of two workers never by rate': firstQuery({
    expr: 'rate(vizora_http_requests_total[5m])',
  }),
  'growth over time is taken over the interval that Grafana reckons': firstQuery({
    range: true,
    expr: 'rate(vizora_agent_runs_total[5m])',
  }),
  'what several jobs expose is asked for by job': firstQuery({ expr: 'up == 0' }),
};

function firstPanel(changes: object) {
  return ({ panels: [first, ...others] }: Dashboard) => ({ panels: [{ ...first, ...changes }, ...others] });
}

function firstQuery(changes: object) {
  return (dashboard: Dashboard) => {
    const [query, ...others] = dashboard.panels[0]?.targets ?? [];
    return firstPanel({ targets: [{ ...query, ...changes }, ...others] })(dashboard);
  };
}

function firstDefaults(changes: object) {
  return (dashboard: Dashboard) => {
    const { defaults, overrides } = (dashboard.panels[0] as Panel).fieldConfig ?? {};
    return firstPanel({ fieldConfig: { overrides, defaults: { ...defaults, ...changes } } })(dashboard);
  };
}

describe('the dashboards', () => {
  it('are committed as the sources render them', () => {
    const generate = join(import.meta.dirname, '..', 'generate.ts');
    execFileSync(process.execPath, [generate, '--check'], { stdio: 'pipe' });
  });

  it('lie in files named after their uid', () => {
    for (const [name, { uid }] of dashboards) assert.equal(name, `${uid}.json`);
  });

  it('are listed for people, under their titles', () => {
    const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'dashboards.md'), 'utf8');
    const rows = [...page.matchAll(/^\| ([^|]+) \| `(vizora-[a-z-]+)` \|/gm)].map(([, title, uid]) => [
      uid,
      title,
    ]);
    assert.deepEqual(rows.sort(), [...dashboards.values()].map(({ uid, title }) => [uid, title]).sort());
  });

  it('link only to dashboards that are there', () => {
    const uids = [...dashboards.values()].map(({ uid }) => uid);
    for (const dashboard of dashboards.values()) {
      for (const [, uid = ''] of JSON.stringify(dashboard).matchAll(/"url": ?"\/d\/([\w-]+)/g)) {
        assert.ok(uids.includes(uid), `${dashboard.uid} links to ${uid}`);
      }
    }
  });
});

describe('every dashboard', () => {
  for (const { name, finds } of rules) {
    it(`keeps the rule that ${name}`, () => {
      for (const dashboard of dashboards.values()) assert.deepEqual(finds(dashboard), [], dashboard.uid);
    });

    it(`would be found if it broke the rule that ${name}`, () => {
      const home = dashboards.get('vizora-ops.json');
      assert.ok(home);
      const changes = broken[name]?.(home);
      assert.ok(changes, 'nobody has tried to break it');
      assert.notDeepEqual(finds({ ...home, ...changes }), []);
    });
  }
});

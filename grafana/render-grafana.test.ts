import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { parse } from 'yaml';
import { type Dashboard, generatedDashboards } from './generated.test-support.ts';
import { type GrafanaPlaces, writeGrafana } from './render-grafana.ts';

const places: GrafanaPlaces = {
  prometheus_url: 'http://127.0.0.1:9090',
  alertmanager_url: 'http://127.0.0.1:9093',
  runbook_base_url: 'https://ops.example/runbooks',
  alertmanager_base_url: 'https://alerts.example',
};

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'vizora-grafana-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

function read(...path: string[]): string {
  return readFileSync(join(...path), 'utf8');
}

describe('the rendering for Grafana', () => {
  it('writes every dashboard with links that lead to this installation, and else as it is', (t) => {
    const folder = folderOf(t);
    writeGrafana(folder, places);
    const written = readdirSync(join(folder, 'grafana', 'generated'));
    assert.deepEqual(written.sort(), [...generatedDashboards().keys()].sort());
    for (const name of written) {
      const dashboard = JSON.parse(read(folder, 'grafana', 'generated', name)) as Dashboard;
      const list = dashboard.templating.list.map((variable) =>
        variable.name === 'runbooks'
          ? { ...variable, query: 'http://127.0.0.1:19877/runbooks' }
          : variable.name === 'alertmanager'
            ? { ...variable, query: 'http://127.0.0.1:9093' }
            : variable,
      );
      assert.deepEqual({ ...dashboard, templating: { list } }, generatedDashboards().get(name));
    }
    const home = JSON.parse(read(folder, 'grafana', 'generated', 'vizora-ops.json')) as Dashboard;
    assert.deepEqual(
      home.templating.list.filter(({ type }) => type === 'constant').map(({ query }) => query),
      ['https://ops.example/runbooks', 'https://alerts.example'],
    );
  });

  it('writes provisioning that asks nothing of the environment', (t) => {
    const folder = folderOf(t);
    writeGrafana(folder, { ...places, prometheus_url: 'http://u:pa$$word@127.0.0.1:9090' });
    const provisioning = join(folder, 'grafana', 'provisioning');
    const sources = parse(read(provisioning, 'datasources', 'vizora-ops.yaml'));
    assert.deepEqual(
      sources.datasources.map(({ uid, url }: { uid: string; url: string }) => [uid, url]),
      [
        ['prometheus', 'http://u:pa$$$$word@127.0.0.1:9090'],
        ['alertmanager', 'http://127.0.0.1:9093'],
      ],
    );
    const { providers } = parse(read(provisioning, 'dashboards', 'vizora-ops.yaml'));
    assert.equal(providers[0].options.path, join(folder, 'grafana', 'generated'));
  });

  it('removes a dashboard of an earlier version, and nothing that is not ours', (t) => {
    const folder = folderOf(t);
    const dashboards = join(folder, 'grafana', 'generated');
    mkdirSync(dashboards, { recursive: true });
    for (const name of ['vizora-old.json', 'theirs.json']) writeFileSync(join(dashboards, name), '{}');
    writeGrafana(folder, places);
    const left = readdirSync(dashboards);
    assert.ok(!left.includes('vizora-old.json'));
    assert.ok(left.includes('theirs.json'));
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { ALERTMANAGER, ALERTMANAGER_NAME } from './panels/source.ts';

const read = (path: string) =>
  parse(readFileSync(join(import.meta.dirname, 'provisioning', path), 'utf8')) as Record<
    string,
    Record<string, unknown>[]
  >;

describe('the provisioning', () => {
  const sources = read('datasources/vizora-ops.yaml')['datasources'] ?? [];
  const [provider] = read('dashboards/vizora-ops.yaml')['providers'] ?? [];

  it('gives the data sources fixed uids that refer to each other', () => {
    assert.deepEqual(
      sources.map(({ uid, type, name }) => [uid, type, name]),
      [
        ['prometheus', 'prometheus', 'Prometheus'],
        [ALERTMANAGER.uid, ALERTMANAGER.type, ALERTMANAGER_NAME],
      ],
    );
    assert.equal(Object(sources[0]?.['jsonData'])['alertmanagerUid'], ALERTMANAGER.uid);
    assert.equal(Object(sources[1]?.['jsonData'])['handleGrafanaManagedAlerts'], false);
  });

  it('tells Grafana the longest scrape interval, so that every growth is taken over more than one scrape', () => {
    const { scrape_configs: jobs } = parse(
      readFileSync(join(import.meta.dirname, '..', 'prometheus', 'prometheus.yml'), 'utf8'),
    ) as { scrape_configs: { scrape_interval?: string }[] };
    const longest = Math.max(
      ...jobs.map(({ scrape_interval = '15s' }) => Number.parseInt(scrape_interval, 10)),
    );
    assert.equal(Object(sources[0]?.['jsonData'])['timeInterval'], `${longest}s`);
  });

  it('takes the addresses from the environment of Grafana, in each place that starts it', () => {
    const compose = parse(readFileSync(join(import.meta.dirname, '..', 'docker-compose.yml'), 'utf8')) as {
      services: { grafana: { environment: Record<string, string>; volumes: unknown[] } };
    };
    const { environment, volumes } = compose.services.grafana;
    const asked = [...sources.map(({ url }) => url), Object(provider?.['options'])['path']];
    assert.deepEqual(asked, ['$PROMETHEUS_URL', '$ALERTMANAGER_URL', '$VIZORA_OPS_DASHBOARDS']);
    for (const variable of asked) assert.ok(environment[String(variable).slice(1)], String(variable));
    const dashboards = environment['VIZORA_OPS_DASHBOARDS'];
    assert.ok(volumes.includes('./grafana/provisioning:/etc/grafana/provisioning:ro'));
    // Rendered for an own configuration, or as they are.
    assert.ok(volumes.includes(`\${VIZORA_OPS_MONITORING:-.}/grafana/generated:${dashboards}:ro`));
    assert.equal(environment['GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH'], `${dashboards}/vizora-ops.json`);
  });

  it('loads the dashboards from files into one folder, and lets nobody change them elsewhere', () => {
    assert.deepEqual(
      [provider?.['type'], provider?.['folder'], provider?.['folderUid'], provider?.['allowUiUpdates']],
      ['file', 'Vizora Ops', 'vizora-ops', false],
    );
    assert.equal(provider?.['disableDeletion'], true);
  });
});

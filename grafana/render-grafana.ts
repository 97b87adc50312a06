import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packageFolder } from '../core/package.ts';

/** Where Grafana finds what it asks, and where people find what dashboards lead to. */
export interface GrafanaPlaces {
  readonly prometheus_url: string;
  readonly alertmanager_url: string;
  readonly runbook_base_url: string;
  /** Alertmanager's address as people reach it. */
  readonly alertmanager_base_url: string;
}

interface Dashboard {
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
}

const DASHBOARDS = join('grafana', 'generated');
const PROVISIONING = ['datasources', 'dashboards'].map((kind) =>
  join('grafana', 'provisioning', kind, 'vizora-ops.yaml'),
);

/**
 * Writes the dashboards, with links for this installation, and the provisioning that a Grafana of the host loads them
 * by; makes the folder. What an earlier version left there is removed.
 */
export function writeGrafana(folder: string, places: GrafanaPlaces): void {
  const ours = packageFolder();
  const to = resolve(folder);
  const names = readdirSync(join(ours, DASHBOARDS)).filter((name) => name.endsWith('.json'));
  mkdirSync(join(to, DASHBOARDS), { recursive: true });
  for (const name of names) {
    const dashboard = JSON.parse(readFileSync(join(ours, DASHBOARDS, name), 'utf8')) as Dashboard;
    writeFileSync(join(to, DASHBOARDS, name), `${JSON.stringify(leadingTo(dashboard, places), null, 2)}\n`);
  }
  for (const name of readdirSync(join(to, DASHBOARDS))) {
    if (/^vizora-.*\.json$/.test(name) && !names.includes(name)) rmSync(join(to, DASHBOARDS, name));
  }
  for (const path of PROVISIONING) {
    mkdirSync(join(to, path, '..'), { recursive: true });
    writeFileSync(join(to, path), filledIn(readFileSync(join(ours, path), 'utf8'), places, to));
  }
}

/** The dashboard with its constants set. */
function leadingTo(dashboard: Dashboard, places: GrafanaPlaces): Dashboard {
  const constants: Readonly<Record<string, string>> = {
    runbooks: places.runbook_base_url,
    alertmanager: places.alertmanager_base_url,
  };
  const list = dashboard.templating.list.map((variable) => {
    const value = variable.type === 'constant' ? constants[variable.name] : undefined;
    return value === undefined ? variable : { ...variable, query: value };
  });
  return { ...dashboard, templating: { ...dashboard.templating, list } };
}

function filledIn(text: string, places: GrafanaPlaces, folder: string): string {
  const values = {
    $PROMETHEUS_URL: places.prometheus_url,
    $ALERTMANAGER_URL: places.alertmanager_url,
    $VIZORA_OPS_DASHBOARDS: join(folder, DASHBOARDS),
  };
  // Grafana would take a dollar in a value for another variable.
  return Object.entries(values).reduce(
    (filled, [variable, value]) =>
      filled.replaceAll(`: ${variable}\n`, () => `: ${JSON.stringify(value.replaceAll('$', '$$$$'))}\n`),
    text.replace(/^#.*\n/gm, ''),
  );
}

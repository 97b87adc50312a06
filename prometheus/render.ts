import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { alertmanagerConfig } from '../alertmanager/alertmanager-config.ts';
import type { Channels } from '../alertmanager/channels.ts';
import { machineTemplate } from '../alertmanager/machine-template.ts';
import { handwrittenTemplates, MACHINE_TEMPLATE } from '../alertmanager/templates.ts';
import { RULE_FILES } from './alerts/index.ts';
import type { Durations } from './durations.ts';
import type { MonitoringPlaces } from './places.ts';
import { type Job, prometheusConfig } from './prometheus-config.ts';
import { isAlert } from './rule.ts';

export { type Durations, shipped } from './durations.ts';
export type { MonitoringPlaces } from './places.ts';

/**
 * The whole monitoring configuration: the text of each file by its path, those of Prometheus below `prometheus/` and
 * those of Alertmanager below `alertmanager/`.
 *
 * @param channels the ways to people; without any, alerts for them wait in Alertmanager and are told to nobody
 */
export function renderMonitoring(
  places: MonitoringPlaces,
  durations: Durations,
  channels: Channels = {},
): ReadonlyMap<string, string> {
  const rules = RULE_FILES.map(({ name, groups }) => ({ name, groups: groups(durations, places) }));
  const alerts = rules.flatMap(({ groups }) => groups.flatMap((group) => group.rules)).filter(isAlert);
  const targets: Record<Job, string | readonly string[] | undefined> = {
    vizora_exporter: places.exporter,
    vizora_remediator: places.remediator,
    alertmanager: places.alertmanager,
    prometheus: places.prometheus,
    vizora_middleware: places.middleware,
    vizora_realtime: places.realtime,
  };
  return new Map([
    ['prometheus/prometheus.yml', yaml(prometheusConfig(durations, places))],
    ...rules.map(({ name, groups }): [string, string] => [
      `prometheus/rules/${name}.rules.yml`,
      yaml({ groups }),
    ]),
    ...Object.entries(targets).map(([job, target]): [string, string] => [
      `prometheus/targets/${job}.yml`,
      yaml(target === undefined ? [] : [{ targets: [target].flat() }]),
    ]),
    ['alertmanager/alertmanager.yml', yaml(alertmanagerConfig(places, durations, channels))],
    [`alertmanager/templates/${MACHINE_TEMPLATE}`, `{{/* ${GENERATED} */}}\n${machineTemplate(alerts)}`],
    ...[...handwrittenTemplates()].map(([name, text]): [string, string] => [
      `alertmanager/templates/${name}`,
      text,
    ]),
  ]);
}

/** Writes the configuration into one folder, such as that of a local stack; makes the folder. */
export function writeMonitoring(
  folder: string,
  places: MonitoringPlaces,
  durations: Durations,
  channels: Channels = {},
): void {
  const wanted = renderMonitoring(places, durations, channels);
  for (const [path, text] of wanted) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    // In place: a container may have this very file mounted.
    writeFileSync(file, text);
  }
  // Prometheus loads whatever rules lie there, those of an earlier version, too.
  const rules = join('prometheus', 'rules');
  for (const name of readdirSync(join(folder, rules))) {
    if (name.endsWith('.rules.yml') && !wanted.has(join(rules, name))) rmSync(join(folder, rules, name));
  }
}

const GENERATED =
  'Generated from the TypeScript in prometheus/ and alertmanager/ by prometheus/generate.ts: edit those.';

function yaml(content: object): string {
  return `# ${GENERATED}\n${stringify(content, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

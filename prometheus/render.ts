import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { alertmanagerConfig } from '../alertmanager/alertmanager-config.ts';
import { RULE_FILES } from './alerts/index.ts';
import type { Durations } from './durations.ts';
import type { MonitoringPlaces } from './places.ts';
import { type Job, prometheusConfig } from './prometheus-config.ts';

export { type Durations, shipped } from './durations.ts';
export type { MonitoringPlaces } from './places.ts';

/** The whole monitoring configuration: the text of each file by its path. */
export function renderMonitoring(
  places: MonitoringPlaces,
  durations: Durations,
): ReadonlyMap<string, string> {
  const targets: Record<Job, string | undefined> = {
    vizora_exporter: places.exporter,
    vizora_remediator: places.remediator,
    alertmanager: places.alertmanager,
    prometheus: places.prometheus,
    vizora_middleware: places.middleware,
    vizora_realtime: places.realtime,
  };
  return new Map([
    ['prometheus.yml', yaml(prometheusConfig(durations, places))],
    ...RULE_FILES.map(({ name, groups }): [string, string] => [
      `rules/${name}.rules.yml`,
      yaml({ groups: groups(durations, places) }),
    ]),
    ...Object.entries(targets).map(([job, target]): [string, string] => [
      `targets/${job}.yml`,
      yaml(target === undefined ? [] : [{ targets: [target] }]),
    ]),
    ['alertmanager.yml', yaml(alertmanagerConfig(places, durations))],
  ]);
}

/** Writes the configuration into one folder, such as that of a local stack; makes the folder. */
export function writeMonitoring(folder: string, places: MonitoringPlaces, durations: Durations): void {
  for (const [path, text] of renderMonitoring(places, durations)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const GENERATED =
  '# Generated from the TypeScript in prometheus/ and alertmanager/ by prometheus/generate.ts: edit those.';

function yaml(content: object): string {
  return `${GENERATED}\n${stringify(content, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STORE_FILE } from '../../core/journal/read-store.ts';
import { configFile } from '../../remediator/bench.test-support.ts';
import type { Plan } from './plan.ts';

/** Where everything of one run lies, for all processes that take part in it. */
export function runFolder(folder: string) {
  const data = join(folder, 'store');
  return {
    data,
    store: join(data, STORE_FILE),
    config: join(folder, 'vizora-ops.yaml'),
    stopFile: join(folder, 'stop'),
    log: join(folder, 'world.jsonl'),
    plan: join(folder, 'plan.json'),
  };
}

export function readPlan(folder: string): Plan {
  return JSON.parse(readFileSync(runFolder(folder).plan, 'utf8')) as Plan;
}

/** Makes a folder ready for a run. */
export function prepareRun(folder: string, plan: Plan): void {
  mkdirSync(folder, { recursive: true });
  const { plan: planFile, stopFile } = runFolder(folder);
  writeFileSync(planFile, JSON.stringify(plan));
  configFile(folder, 'http://alertmanager', {
    config: { timezone: 'Etc/UTC', ...plan.config },
    remediator: { stop_file: stopFile, database_url: { env: 'MAINTENANCE_URL' }, ...plan.remediator },
  });
}

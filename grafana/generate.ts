import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dashboards } from './dashboards/index.ts';

const folder = join(import.meta.dirname, 'generated');

const wanted = new Map(dashboards().map((it) => [`${it.uid}.json`, `${JSON.stringify(it, null, 2)}\n`]));
const present = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
const left = [...present.keys()].filter((name) => !wanted.has(name));
const stale = [...wanted].filter(([name, text]) => present.get(name) !== text);

if (process.argv.includes('--check')) {
  for (const name of [...stale.map(([name]) => name), ...left]) {
    console.error(`grafana/generated/${name} is not what the sources render`);
  }
  if (stale.length + left.length > 0) {
    console.error('Run: node grafana/generate.ts');
    process.exitCode = 1;
  }
} else {
  for (const name of left) rmSync(join(folder, name));
  for (const [name, text] of stale) {
    writeFileSync(join(folder, name), text);
    console.log(`wrote grafana/generated/${name}`);
  }
}

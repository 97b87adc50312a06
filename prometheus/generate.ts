import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { shipped } from './durations.ts';
import { loopback } from './places.ts';
import { renderMonitoring } from './render.ts';

const root = join(import.meta.dirname, '..');
const rulesFolder = join(root, 'prometheus', 'rules');

const wanted = new Map(
  [...renderMonitoring(loopback, shipped)].map(([path, text]) => [join(root, path), text]),
);
const left = readdirSync(rulesFolder)
  .map((name) => join(rulesFolder, name))
  .filter((file) => !wanted.has(file));
const stale = [...wanted].filter(([file, text]) => contentOf(file) !== text).map(([file]) => file);

if (process.argv.includes('--check')) {
  for (const file of [...stale, ...left])
    console.error(`${relative(root, file)} is not what the sources render`);
  if (stale.length + left.length > 0) {
    console.error('Run: node prometheus/generate.ts');
    process.exitCode = 1;
  }
} else {
  for (const file of left) rmSync(file);
  for (const file of stale) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, wanted.get(file) ?? '');
    console.log(`wrote ${relative(root, file)}`);
  }
}

function contentOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

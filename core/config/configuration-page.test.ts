import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Duration } from './duration.ts';
import { Config } from './schema.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'configuration.md'), 'utf8');

/** The name of a setting within the policy of an action. */
const inPolicy = (path: string) => /^remediator\.actions\.[a-z_]+\.(.+)$/.exec(path)?.[1];

/** What a row shows in code style, durations in ms. */
const shown = (row: string): (string | number)[] =>
  [...row.matchAll(/`([^`]+)`/g)].map(([, text = '']) => {
    const duration = Duration.safeParse(text);
    return duration.success ? duration.data : text;
  });

/** Every setting that has a default, by its dotted path. */
function settings(value: unknown, path: string[] = []): [path: string, value: unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path.join('.'), value]];
  return Object.entries(value).flatMap(([key, below]) => settings(below, [...path, key]));
}

const defaults = settings(Config.parse({}));
const rowsOf = (setting: string) => page.split('\n').filter((line) => line.startsWith(`| \`${setting}\` |`));
const namesCheck = (check: string) =>
  page.includes(`\`${check}\``) || page.includes(`\`exporter.checks.${check}.`);
const showsDefault = (row: string, value: unknown) =>
  shown(row).some((text) => String(text) === String(value));

test('the configuration page names every setting, with its true default', () => {
  const missing: string[] = [];
  for (const [path, value] of defaults) {
    const rows = rowsOf(inPolicy(path) ?? path);
    const [, check] = /^exporter\.checks\.([a-z_]+)\.enabled$/.exec(path) ?? [];
    // All are on unless the page says otherwise: it must only name them.
    if (check !== undefined && value === true && namesCheck(check)) continue;
    const empty = Array.isArray(value) || path === 'organisations';
    if (!rows.some((row) => empty || showsDefault(row, value))) missing.push(`${path} = ${value}`);
  }
  assert.deepEqual(missing, []);
});

test('the configuration page names no setting that does not exist', () => {
  const named = [...page.matchAll(/^\| `([a-z_.-]+)` \|/gm)].map((match) => match[1] ?? '');
  assert(named.length > 40);
  const shape = JSON.stringify(Object.keys(Config.shape));
  const ofPolicies = new Set(defaults.map(([path]) => inPolicy(path)));
  for (const name of named.filter((n) => n.includes('.') && !ofPolicies.has(n))) {
    assert(shape.includes(`"${name.split('.')[0]}"`), `${name} is no setting`);
  }
});

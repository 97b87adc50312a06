import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { OUR_HISTOGRAMS, OUR_METRICS } from '../../prometheus/known-metrics.ts';
import { metricsNamedIn } from '../../prometheus/metrics-named-in.ts';
import { filledIn, generatedDashboards, shown } from '../generated.test-support.ts';
import { world } from '../world.test-support.ts';

/** What is on no panel, and why. */
const NOT_SHOWN: Readonly<Record<string, string>> = {
  vizora_content_details_expected_completion_timestamp_seconds:
    'ContentDetailsLate tells when it is too late',
  vizora_content_details_known: 'how many are wanted says the same',
  vizora_disk_total_bytes: 'the used share and what is free are shown',
  vizora_organizations_configured: 'the table of accounts has a row for each',
  vizora_probe_timestamp_seconds: 'a probe that is not made is a gap in the timeline of services',
  vizora_remediator_journal_head: 'a part of a hash, for audit',
};

const root = join(import.meta.dirname, '..', '..');
const expressions = [...generatedDashboards().values()].flatMap((dashboard) =>
  [...shown(dashboard).flatMap(({ targets = [] }) => targets), ...dashboard.annotations.list].map(
    ({ expr }) => expr,
  ),
);
const asked = new Set(expressions.flatMap((expr) => [...metricsNamedIn(filledIn(expr))]));
describe('every metric of ours', () => {
  it('is on a panel, or there is a reason why not', () => {
    const onNone = [
      ...OUR_METRICS.filter((name) => !asked.has(name)),
      ...OUR_HISTOGRAMS.filter((name) => !asked.has(`${name}_bucket`)),
    ];
    assert.deepEqual(onNone.sort(), Object.keys(NOT_SHOWN).sort());
  });

  it('that is asked for is in the world in which panels are tried', () => {
    const there = new Set(world.map(({ name }) => name.replace(/\{.*/, '')));
    assert.deepEqual(
      [...asked].filter((name) => !there.has(name)),
      [],
    );
  });
});

describe('the world in which panels are tried', () => {
  const sources = ['core', 'exporter', 'remediator', 'prometheus'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /(?<!\.test|\.test-support)\.ts$/.test(name) && name !== 'known-metrics.ts')
      .map((name) => readFileSync(join(root, folder, name), 'utf8')),
  );

  it('gives our metrics no label that their own source does not', () => {
    for (const { name } of world) {
      const [, metric = '', labels = ''] = /^(vizora_\w+?)(?:_bucket|_sum|_count)?\{(.*)\}$/.exec(name) ?? [];
      if (![...OUR_METRICS, ...OUR_HISTOGRAMS].includes(metric)) continue;
      const named = sources.filter((text) => text.includes(`'${metric}'`)).join('\n');
      if (named === '') continue;
      for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) {
        if (['job', 'instance', 'le'].includes(label)) continue;
        assert.match(named, new RegExp(`\\b${label}\\b`), `${label} of ${metric}`);
      }
    }
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { shipped } from './durations.ts';
import { KNOWN_METRICS } from './known-metrics.ts';
import { metricsNamedIn } from './metrics-named-in.ts';
import { loopback, type MonitoringPlaces } from './places.ts';
import { platformJob } from './platform-jobs.ts';

interface Job {
  readonly authorization?: { readonly credentials_file: string };
  readonly metric_relabel_configs: readonly { readonly regex: string; readonly action: 'keep' | 'drop' }[];
}

const NAMES = ['vizora_middleware', 'vizora_realtime'] as const;
const job = (name: (typeof NAMES)[number], places: MonitoringPlaces = loopback) =>
  platformJob(name, shipped, places) as Job;

/** Does a series of this name outlive the scrape? */
const survives = (name: (typeof NAMES)[number], metric: string) =>
  job(name).metric_relabel_configs.every(
    ({ regex, action }) => new RegExp(`^(?:${regex})$`).test(metric) === (action === 'keep'),
  );

describe("the jobs of the platform's own metrics", () => {
  it('show the token where one is given, and ask over loopback without', () => {
    for (const name of NAMES) {
      assert.equal(job(name).authorization, undefined);
      const { authorization } = job(name, { ...loopback, metrics_token_file: 'metrics.token' });
      assert.deepEqual(authorization, { credentials_file: 'metrics.token' });
    }
  });

  it('keep what the platform is known to expose', () => {
    for (const metric of [
      ...['process_resident_memory_bytes', 'nodejs_eventloop_lag_p99_seconds', 'vizora_http_requests_total'],
      ...['vizora_http_request_duration_seconds_sum', 'vizora_persistent_offline_displays'],
      'vizora_webhook_deliveries_total',
    ]) {
      assert.ok(survives('vizora_middleware', metric), metric);
    }
    for (const metric of [
      ...['vizora_realtime_process_cpu_seconds_total', 'vizora_realtime_nodejs_heap_size_total_bytes'],
      ...['ws_connections_active', 'heartbeat_total', 'devices_online', 'device_cpu_usage_avg'],
      ...['content_errors_total', 'http_request_duration_seconds_bucket', 'redis_operations_total'],
    ]) {
      assert.ok(survives('vizora_realtime', metric), metric);
    }
  });

  it('let no series pass that has the name of one of ours', () => {
    for (const name of NAMES) {
      for (const metric of KNOWN_METRICS) assert.ok(!survives(name, metric), `${metric} in ${name}`);
    }
  });

  it('keep of the buckets those of requests', () => {
    assert.ok(survives('vizora_middleware', 'vizora_http_request_duration_seconds_bucket'));
    assert.ok(!survives('vizora_middleware', 'nodejs_gc_duration_seconds_bucket'));
    assert.ok(!survives('vizora_middleware', 'vizora_persistent_offline_reconcile_duration_seconds_bucket'));
  });

  it('are explained with queries that can be asked', () => {
    const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'platform-metrics.md'), 'utf8');
    const queries = [...page.matchAll(/^```promql\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) =>
      block
        .replace(/^#.*\n/gm, '')
        .split(/\n(?! )/)
        .filter((query) => query !== ''),
    );
    assert.ok(queries.length > 5);
    for (const query of queries) assert.ok(metricsNamedIn(query).size > 0, query);
  });
});

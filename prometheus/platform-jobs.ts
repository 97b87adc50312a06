import type { Durations } from './durations.ts';
import type { MonitoringPlaces } from './places.ts';

/** More than this is taken for a label that grows without bound, and the scrape fails as a whole. */
const LIMITS = { sample_limit: 10_000, body_size_limit: '10MB' };

const PLATFORM = {
  vizora_middleware: {
    metrics_path: '/api/v1/internal/metrics',
    names: '(process|nodejs|vizora_http|vizora_webhook|vizora_persistent_offline)_.+',
    // Of the buckets only those of requests are read.
    dropped: ['(nodejs|vizora_persistent_offline)_.+_bucket'],
  },
  vizora_realtime: {
    metrics_path: '/api/internal/metrics',
    names: '(vizora_realtime_(process|nodejs)|ws|heartbeat|content|devices?|http|redis)_.+',
    dropped: [],
  },
} as const;

/** How the platform's own metrics are scraped: only what it is known to expose, so that nothing passes for ours. */
export function platformJob(
  job: keyof typeof PLATFORM,
  durations: Durations,
  { metrics_token_file: tokenFile }: MonitoringPlaces,
): object {
  const { metrics_path, names, dropped } = PLATFORM[job];
  const byName = (action: 'keep' | 'drop', regex: string) => ({ source_labels: ['__name__'], regex, action });
  return {
    metrics_path,
    scrape_interval: durations.platform_scrape_interval,
    ...LIMITS,
    ...(tokenFile && { authorization: { credentials_file: tokenFile } }),
    metric_relabel_configs: [byName('keep', names), ...dropped.map((regex) => byName('drop', regex))],
  };
}

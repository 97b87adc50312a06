import type { Registry } from 'prom-client';
import { type Family, familyHeader, gauge, type Labels, type MetricsFormat, sampleLine } from './family.ts';

/**
 * The whole body of `/metrics`. A metric whose collecting fails is left out and counted in
 * `vizora_metrics_failed`; the others are served all the same.
 *
 * @param extra families that were rendered beforehand
 * @param onFailure told of each metric that could not be collected
 */
export async function renderMetrics(
  registry: Registry,
  format: MetricsFormat,
  extra: readonly Family[] = [],
  onFailure: (metric: string, error: unknown) => void = () => undefined,
): Promise<string> {
  const chunks: string[] = [];
  let failed = 0;
  for (const { name } of registry.getMetricsAsArray()) {
    try {
      chunks.push(await renderRegistered(registry, name, format));
    } catch (error) {
      failed += 1;
      onFailure(name, error);
    }
  }
  const failures = gauge(
    'vizora_metrics_failed',
    'Metrics that could not be collected in this scrape.',
    failed,
  );
  for (const family of [...extra, failures]) {
    chunks.push(familyHeader(family.name, family.help, family.type, format));
    if (family.lines.length > 0) chunks.push(family.lines.join('\n'), '\n');
  }
  if (format === 'openmetrics') chunks.push('# EOF\n');
  return chunks.join('');
}

/** What the library's metrics give, beyond their declared type: histograms name their parts. */
interface Sample {
  readonly value: number;
  readonly labels?: Labels;
  readonly metricName?: string;
}

async function renderRegistered(registry: Registry, name: string, format: MetricsFormat): Promise<string> {
  const metric = await registry.getSingleMetric(name)?.get();
  if (metric === undefined) return '';
  const samples = metric.values as unknown as readonly Sample[];
  const lines = samples.map(({ value, labels = {}, metricName = name }) =>
    sampleLine(metricName, labels, value),
  );
  const header = familyHeader(name, metric.help, String(metric.type), format);
  return lines.length === 0 ? header : `${header}${lines.join('\n')}\n`;
}

/** The two text formats of the Prometheus world; OpenMetrics has an end mark, so a cut body is noticed. */
export type MetricsFormat = 'text' | 'openmetrics';

/** One metric with all its samples, as whole lines that {@link sampleLine} made: cheap to serve many times. */
export interface Family {
  /** A counter's name ends with `_total`. */
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter';
  readonly lines: readonly string[];
}

export type Labels = Readonly<Record<string, string | number | null | undefined>>;

/** One sample as a line without its line break. A label without a value is left out. */
export function sampleLine(name: string, labels: Labels, value: number): string {
  const pairs: string[] = [];
  for (const [label, text] of Object.entries(labels)) {
    if (text !== undefined && text !== null) pairs.push(`${label}="${escapeLabelValue(String(text))}"`);
  }
  return pairs.length === 0
    ? `${name} ${formatValue(value)}`
    : `${name}{${pairs.join(',')}} ${formatValue(value)}`;
}

/** A family of one gauge without labels. */
export const gauge = (name: string, help: string, value: number): Family => ({
  name,
  help,
  type: 'gauge',
  lines: [sampleLine(name, {}, value)],
});

/** The comment lines that precede the samples of a metric. */
export function familyHeader(name: string, help: string, type: string, format: MetricsFormat): string {
  const openMetrics = format === 'openmetrics';
  const family = openMetrics && type === 'counter' ? name.replace(/_total$/, '') : name;
  const escaped = help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return `# HELP ${family} ${openMetrics ? escaped.replaceAll('"', '\\"') : escaped}\n# TYPE ${family} ${type}\n`;
}

function escapeLabelValue(text: string): string {
  return /[\\"\n]/.test(text)
    ? text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
    : text;
}

function formatValue(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  return String(value);
}

/** One sample of a metric, as it stands in the text format of Prometheus. */
export interface ReadSample {
  /** As written between the braces; empty where there are none. */
  readonly labels: string;
  readonly value: number;
}

/**
 * The samples of one metric in a page of the text format; null when the page does not know the metric, which is not
 * the same as a metric without samples.
 */
export function readSamples(page: string, name: string): readonly ReadSample[] | null {
  const lines = page.split('\n');
  if (!lines.some((line) => line.startsWith(`# TYPE ${name} `))) return null;
  return lines.flatMap((line) => {
    if (!line.startsWith(name)) return [];
    const [, labels = '', value = ''] = /^(?:\{(.*)\})? +(\S+)/.exec(line.slice(name.length)) ?? [];
    return value === '' || Number.isNaN(Number(value)) ? [] : [{ labels, value: Number(value) }];
  });
}

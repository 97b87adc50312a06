/** The value of one sample of a metrics page in the text format; null when there is none. */
export function sample(page: string, series: string): number | null {
  const line = page.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? null : Number(line.slice(series.length + 1));
}

export async function metricsOf(url: string): Promise<string> {
  const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(5_000) });
  return response.ok ? response.text() : '';
}

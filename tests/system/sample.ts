/** The value of one sample of a metrics page in the text format; null when there is none. */
export function sample(page: string, series: string): number | null {
  const line = page.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? null : Number(line.slice(series.length + 1));
}

export async function metricsOf(url: string): Promise<string> {
  // Not over a connection that the other side may be about to close.
  const headers = { connection: 'close' };
  const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(10_000), headers });
  return response.ok ? response.text() : '';
}

const HEADERS = ['retry-after', 'retry-after-short', 'retry-after-medium', 'retry-after-long'] as const;

/**
 * How long a 429 asks us to stay away, in ms: the longest of the platform's four headers (one for each
 * of its windows), or undefined when it has none that can be read.
 */
export function retryAfterMs(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  now: number,
): number | undefined {
  const waits = HEADERS.flatMap((name) => headers[name] ?? []).flatMap((value) => toMs(value, now) ?? []);
  return waits.length === 0 ? undefined : Math.max(...waits);
}

function toMs(value: string, now: number): number | undefined {
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1_000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

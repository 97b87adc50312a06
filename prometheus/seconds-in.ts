const UNITS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/** A duration of the monitoring configuration, such as 15s, in seconds. */
export function secondsIn(duration: string): number {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(duration) ?? [];
  if (count === undefined) throw new Error(`"${duration}" is not a duration such as 15s or 1h`);
  return Number(count) * UNITS[unit as keyof typeof UNITS];
}

import { z } from 'zod';

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A duration as people write it (`500ms`, `30s`, `15m`, `1h`, `7d`), parsed to milliseconds. */
export const Duration = z.string().transform((text, context) => {
  const match = /^(\d+)(ms|s|m|h|d)$/.exec(text);
  if (match === null) {
    context.addIssue({ code: 'custom', message: `"${text}" is not a duration such as 30s, 15m or 1h` });
    return z.NEVER;
  }
  return Number(match[1]) * UNITS[match[2] as keyof typeof UNITS];
});

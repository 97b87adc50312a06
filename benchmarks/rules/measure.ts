import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

const Answer = z.object({
  data: z.object({
    groups: z.array(
      z.object({
        name: z.string(),
        interval: z.number(),
        evaluationTime: z.number(),
        lastEvaluation: z.string(),
        rules: z.array(z.object({ alerts: z.array(z.unknown()).optional() })),
      }),
    ),
  }),
});

/** What the evaluation of one group took, each time that was seen, in seconds. */
export interface GroupTimes {
  readonly interval: number;
  readonly took: readonly number[];
  /** Alerts that there were in the end. */
  readonly alerts: number;
}

/** Watches a Prometheus for so long, and notes each evaluation of each group. */
export async function measure(url: string, seconds: number): Promise<ReadonlyMap<string, GroupTimes>> {
  const seen = new Map<string, GroupTimes & { readonly last: string }>();
  const until = Date.now() + seconds * 1_000;
  while (Date.now() < until) {
    const answer = Answer.parse(await (await fetch(`${url}/api/v1/rules`)).json());
    for (const { name, interval, evaluationTime, lastEvaluation, rules } of answer.data.groups) {
      const before = seen.get(name);
      if (before?.last === lastEvaluation || evaluationTime === 0) continue;
      seen.set(name, {
        interval,
        took: [...(before?.took ?? []), evaluationTime],
        alerts: rules.reduce((sum, rule) => sum + (rule.alerts?.length ?? 0), 0),
        last: lastEvaluation,
      });
    }
    // Asking takes part of what is measured.
    await pause(4_000);
  }
  return seen;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

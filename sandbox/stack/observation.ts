import { z } from 'zod';

const Incident = z.object({
  agent: z.string(),
  incident: z.string(),
  org: z.string(),
  target_kind: z.string(),
  target_id: z.string(),
  target: z.string(),
  state: z.enum(['open', 'unverified', 'resolved']),
  detail: z.string().nullish(),
});
const Alert = z.object({
  fingerprint: z.string(),
  labels: z.record(z.string(), z.string()),
  status: z.object({ state: z.string() }),
});
const Decision = z.object({
  id: z.union([z.string(), z.number()]),
  incident: z.string().nullish(),
  target: z.string().nullish(),
  target_kind: z.string().nullish(),
  target_id: z.string().nullish(),
  action: z.string().nullish(),
  decision: z.string(),
  reason: z.string(),
});
const Remediation = z.object({
  id: z.union([z.string(), z.number()]),
  action: z.string(),
  target: z.string(),
  incident: z.string(),
  attempt: z.number(),
  state: z.string(),
  outcome: z.string().nullable(),
  detail: z.string().nullish(),
});

const PARTS = ['exporter', 'alertmanager', 'remediator'] as const;

/** What the stack shows of itself at one moment; of a part that did not answer, what it said last. */
export interface Observation {
  readonly incidents: readonly z.infer<typeof Incident>[];
  readonly alerts: readonly z.infer<typeof Alert>[];
  readonly decisions: readonly z.infer<typeof Decision>[];
  readonly remediations: readonly z.infer<typeof Remediation>[];
  /** The parts that did not answer. */
  readonly silent: readonly (typeof PARTS)[number][];
}

export const NOTHING_YET: Observation = {
  incidents: [],
  alerts: [],
  decisions: [],
  remediations: [],
  silent: [],
};

export type ObservedUrls = Readonly<Record<(typeof PARTS)[number], string>>;

/** Asks exporter, Alertmanager and remediator what they see now. */
export async function observe(
  urls: ObservedUrls,
  operatorToken: string,
  before: Observation,
): Promise<Observation> {
  const headers = { authorization: `Bearer ${operatorToken}` };
  const { exporter, alertmanager, remediator } = urls;
  const [incidents, alerts, decisions, remediations] = await Promise.all([
    ask(`${exporter}/api/v1/incidents`, z.object({ incidents: z.array(Incident) })),
    ask(`${alertmanager}/api/v2/alerts`, z.array(Alert)),
    ask(`${remediator}/api/v1/decisions?limit=200`, z.object({ decisions: z.array(Decision) }), headers),
    ask(
      `${remediator}/api/v1/remediations?limit=200`,
      z.object({ remediations: z.array(Remediation) }),
      headers,
    ),
  ]);
  const answers = { exporter: incidents, alertmanager: alerts, remediator: remediations };
  return {
    incidents: incidents?.incidents ?? before.incidents,
    alerts: alerts ?? before.alerts,
    decisions: decisions?.decisions ?? before.decisions,
    remediations: remediations?.remediations ?? before.remediations,
    silent: PARTS.filter((part) => answers[part] === null),
  };
}

async function ask<T>(
  url: string,
  schema: z.ZodType<T>,
  headers: Record<string, string> = {},
): Promise<T | null> {
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(2_000) });
    return response.ok ? schema.parse(await response.json()) : null;
  } catch {
    // Listed as silent, which the timeline shows.
    return null;
  }
}

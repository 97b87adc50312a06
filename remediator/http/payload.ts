import { z } from 'zod';
import type { Alert } from '../alert.ts';

/** Alertmanager's webhook body, version 4, as far as it is read; what else is in it is accepted and ignored. */
const Payload = z.object({
  version: z.literal('4', { error: 'only version "4" of the webhook is understood' }),
  alerts: z.array(
    z.object({
      status: z.enum(['firing', 'resolved']),
      labels: z.record(z.string(), z.string()),
      startsAt: z.string().optional(),
      fingerprint: z.string().max(64).default(''),
    }),
  ),
});

/** `status` is the answer's HTTP status: 400 for what is no JSON, 422 for what is not the expected payload. */
export type Parsed =
  | { readonly ok: true; readonly alerts: readonly Alert[] }
  | { readonly ok: false; readonly status: 400 | 422; readonly detail: string };

export function parsePayload(body: Uint8Array): Parsed {
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    return { ok: false, status: 400, detail: error instanceof Error ? error.message : String(error) };
  }
  const parsed = Payload.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, status: 422, detail: `${issue?.path.join('.')}: ${issue?.message}` };
  }
  const alerts = parsed.data.alerts.map(({ startsAt, ...alert }) => ({
    ...alert,
    startsAt: timeOf(startsAt),
  }));
  return { ok: true, alerts };
}

function timeOf(text: string | undefined): number | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : at;
}

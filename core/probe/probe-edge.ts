import type { LookSample } from '../checks/failed-looks.ts';
import type { Clock } from '../clock.ts';
import { parseJson } from '../parse-json.ts';
import type { RequestBudget } from '../vizora/request-budget.ts';
import { certificateExpiry } from './certificate-expiry.ts';
import { fetchLimited } from './fetch-limited.ts';
import { cannotTell, down, type Look, up } from './look.ts';
import { ownRefusal } from './own-refusal.ts';
import { MiddlewareReadiness } from './probe-readiness.ts';
import { SERVICE_LOOKS } from './service-looks.ts';

/** The services that people reach by a public address. */
export const EDGES = ['web', 'middleware'] as const;
export type EdgeName = (typeof EDGES)[number];

/** One look at a public address. */
export interface EdgeSample extends LookSample {
  /** When the first of its certificates expires, in ms since the epoch; null without TLS, or when it was not told. */
  readonly certificateExpiresAt: number | null;
}

export interface EdgeProbeOptions {
  /** As people reach it, as in `https://vizora.example.com`. */
  readonly url: string;
  /** In ms. */
  readonly timeoutMs: number;
  readonly budget: RequestBudget;
  readonly clock: Clock;
}

const LOOKS: Readonly<Record<EdgeName, (options: EdgeProbeOptions) => Promise<Look>>> = {
  web: ({ url, timeoutMs }) => SERVICE_LOOKS.web.look(url, AbortSignal.timeout(timeoutMs)),
  middleware: lookAtApi,
};

/** One look at a public address, and at the certificates behind it. Never throws for outside trouble. */
export async function probeEdge(edge: EdgeName, options: EdgeProbeOptions): Promise<EdgeSample> {
  const url = new URL(options.url);
  const [{ outcome, detail }, certificateExpiresAt] = await Promise.all([
    LOOKS[edge](options),
    url.protocol === 'https:' ? certificateExpiry(url, options.timeoutMs) : null,
  ]);
  return { at: options.clock.now(), outcome, detail, certificateExpiresAt };
}

/** Whatever the API says of itself came through the edge; how it is, is for a look on loopback to find. */
async function lookAtApi(options: EdgeProbeOptions): Promise<Look> {
  const url = new URL(`${options.url}/api/v1/health/ready`);
  // Counted apart: the platform sees us come from another address than on loopback.
  const answer = await fetchLimited(url, { ...options, route: 'GET /api/v1/health/ready (public)' });
  if (answer.refused === true) return cannotTell(answer.detail);
  if (!answer.answered) return down(answer.detail);
  if (MiddlewareReadiness.safeParse(parseJson(answer.body)).success) return up;
  const refusal = ownRefusal(answer);
  if (refusal !== null) return cannotTell(`the API itself says ${answer.status}, ${refusal}`);
  return down(`status ${answer.status}, and not what the API says`);
}

import { z } from 'zod';
import {
  NAMED_DEPENDENCIES,
  type NamedDependency,
  type NamingReadinessLook,
  type ReadinessLook,
} from '../checks/dependency-look.ts';
import type { LookSample } from '../checks/failed-looks.ts';
import type { Clock } from '../clock.ts';
import { parseJson } from '../parse-json.ts';
import type { RequestBudget } from '../vizora/request-budget.ts';
import { fetchLimited } from './fetch-limited.ts';
import { type FetchOutcome, fetchOnce } from './fetch-once.ts';

export interface ReadinessProbeOptions {
  /** Where the service listens on loopback, as in `http://127.0.0.1:3000`. */
  readonly url: string;
  /** For the answer, in ms: while Redis is away the middleware gives none, and cuts the connection after 30 s. */
  readonly timeoutMs: number;
  /**
   * Asked where the service gave no answer or an error: does it live? Of a cluster all workers must, since the one that
   * was asked may be the one that does not.
   */
  alive(): Promise<LookSample['outcome']>;
}

export interface MiddlewareReadinessOptions extends ReadinessProbeOptions {
  /** On how many fresh connections it is asked; for a cluster one more than it has instances. */
  readonly connections: number;
  readonly budget: RequestBudget;
  readonly clock: Clock;
}

const MiddlewareBody = z.object({ status: z.enum(['ok', 'degraded', 'unhealthy']) });
/** Enveloped only while it is well. */
export const MiddlewareReadiness = z.union([
  z.object({ success: z.literal(true), data: MiddlewareBody }).transform(({ data }) => data),
  MiddlewareBody,
]);
const RealtimeReady = z.object({ ready: z.boolean() });
const Named = z.enum(['healthy', 'unhealthy']).optional().catch(undefined);
const RealtimeHealth = z.object({
  dependencies: z.object({
    database: z.object({ status: Named }).optional().catch(undefined),
    redis: z.object({ status: Named }).optional().catch(undefined),
  }),
});

/** From what says most to what says least about the dependencies: one worker that lacks something is enough. */
const TELLING = ['unready', 'dead', 'unknown'] as const;

/**
 * Asks the middleware whether it is ready. It names nothing that it lacks. `degraded` counts as ready: that is what
 * much memory in use makes of it, and it serves. Never throws for outside trouble.
 */
export async function probeMiddlewareReadiness(options: MiddlewareReadinessOptions): Promise<ReadinessLook> {
  const count = Math.max(1, options.connections);
  const looks = await Promise.all(Array.from({ length: count }, () => lookOnce(options)));
  for (const state of TELLING) {
    const such = looks.filter((look) => look.state === state);
    const [first] = such;
    if (first === undefined) continue;
    const share = such.length === count ? '' : ` (${such.length} of ${count} connections)`;
    return { state, detail: first.detail + share };
  }
  return { state: 'ready', detail: looks[0]?.detail ?? '' };
}

async function lookOnce(options: MiddlewareReadinessOptions): Promise<ReadinessLook> {
  const url = new URL(`${options.url}/api/v1/health/ready`);
  const outcome = await fetchLimited(url, { ...options, route: 'GET /api/v1/health/ready' });
  if (outcome.refused === true) return { state: 'unknown', detail: outcome.detail };
  const body = outcome.answered ? MiddlewareReadiness.safeParse(parseJson(outcome.body)).data : undefined;
  if (outcome.answered && outcome.status === 200) {
    if (body === undefined) return { state: 'unknown', detail: 'status 200, but not the expected body' };
    return { state: body.status === 'unhealthy' ? 'unready' : 'ready', detail: body.status };
  }
  if (outcome.answered && outcome.status === 503 && body !== undefined) {
    return { state: 'unready', detail: body.status };
  }
  return failedLook(outcome, options);
}

/**
 * Asks realtime whether it is ready, and what it says of each dependency: that stands in a body with status 200, however
 * unwell it is. Never throws for outside trouble.
 */
export async function probeRealtimeReadiness(options: ReadinessProbeOptions): Promise<NamingReadinessLook> {
  const ask = (path: string) =>
    fetchOnce(new URL(options.url + path), AbortSignal.timeout(options.timeoutMs));
  const [ready, health] = await Promise.all([ask('/api/health/ready'), ask('/api/health')]);
  return { ...(await realtimeState(ready, options)), named: namedIn(health) };
}

async function realtimeState(outcome: FetchOutcome, options: ReadinessProbeOptions): Promise<ReadinessLook> {
  const body = outcome.answered ? RealtimeReady.safeParse(parseJson(outcome.body)).data : undefined;
  if (outcome.answered && outcome.status === 200) {
    if (body === undefined) return { state: 'unknown', detail: 'status 200, but not the expected body' };
    return body.ready ? { state: 'ready', detail: 'ready' } : { state: 'unready', detail: 'not ready' };
  }
  if (outcome.answered && outcome.status === 503 && body?.ready === false) {
    return { state: 'unready', detail: 'not ready' };
  }
  return failedLook(outcome, options);
}

function namedIn(health: FetchOutcome): NamingReadinessLook['named'] {
  const parsed = health.answered ? RealtimeHealth.safeParse(parseJson(health.body)).data : undefined;
  const named: Partial<Record<NamedDependency, 'up' | 'down'>> = {};
  for (const name of NAMED_DEPENDENCIES) {
    const status = parsed?.dependencies[name]?.status;
    if (status !== undefined) named[name] = status === 'healthy' ? 'up' : 'down';
  }
  return named;
}

/** No answer, or one with an error: not ready if the service lives, and nothing of the kind if it is dead. */
async function failedLook(outcome: FetchOutcome, { alive }: ReadinessProbeOptions): Promise<ReadinessLook> {
  const detail = outcome.answered ? `status ${outcome.status}` : outcome.detail;
  if (outcome.answered && outcome.status < 500) return { state: 'unknown', detail };
  return { state: STATES[await alive()], detail };
}

const STATES = { up: 'unready', down: 'dead', unknown: 'unknown' } as const;

import type { ProbeSample } from '../checks/service-down.ts';
import type { Clock } from '../clock.ts';
import type { ServiceName } from '../target.ts';
import { VizoraError } from '../vizora/errors.ts';
import type { RequestBudget } from '../vizora/request-budget.ts';
import { retryAfterMs } from '../vizora/retry-after.ts';
import { cannotTell, type Look } from './look.ts';
import { SERVICE_LOOKS } from './service-looks.ts';

export interface ProbeOptions {
  /** Where the service listens on loopback, as in `http://127.0.0.1:3000`. */
  readonly url: string;
  /** How many fresh connections the look is made of; for a cluster one more than it has instances. */
  readonly connections: number;
  /** For each connection, all that it asks included, in ms. */
  readonly timeoutMs: number;
  /** Asked before each connection to a service that limits requests. */
  readonly budget?: RequestBudget;
  readonly clock: Clock;
}

export interface ProbeResult extends ProbeSample {
  /** Of the slowest connection, in seconds. */
  readonly durationSeconds: number;
}

/**
 * One look at a service's liveness over loopback. One failing connection is enough for `down`: the workers of
 * a cluster share the port, and each is somebody's service. Never throws for outside trouble.
 */
export async function probeService(service: ServiceName, options: ProbeOptions): Promise<ProbeResult> {
  const { clock, connections } = options;
  const started = performance.now();
  const looks = await Promise.all(
    Array.from({ length: Math.max(1, connections) }, () => lookOnce(service, options)),
  );
  return { at: clock.now(), ...summarise(looks), durationSeconds: (performance.now() - started) / 1_000 };
}

async function lookOnce(service: ServiceName, options: ProbeOptions): Promise<Look> {
  const { url, timeoutMs, budget, clock } = options;
  const { route, look } = SERVICE_LOOKS[service];
  if (route !== null && budget !== undefined) {
    try {
      await budget.take(route);
    } catch (error) {
      if (error instanceof VizoraError) return cannotTell(error.message);
      throw error;
    }
  }
  const seen = await look(url, AbortSignal.timeout(timeoutMs));
  if (route !== null && seen.refusal !== undefined) {
    const now = clock.now();
    budget?.block(route, now + (retryAfterMs(seen.refusal, now) ?? 0));
  }
  return seen;
}

function summarise(looks: readonly Look[]): Pick<ProbeSample, 'outcome' | 'detail'> {
  const failed = looks.filter((look) => look.outcome === 'down');
  const first = failed[0];
  if (first !== undefined) {
    const share = looks.length === 1 ? '' : ` (${failed.length} of ${looks.length} connections)`;
    return { outcome: 'down', detail: first.detail + share };
  }
  const unclear = looks.find((look) => look.outcome === 'unknown');
  return { outcome: unclear?.outcome ?? 'up', detail: (unclear ?? looks[0])?.detail ?? '' };
}

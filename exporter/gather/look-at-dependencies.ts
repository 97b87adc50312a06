import { type DependencyLook, REACHED_DEPENDENCIES } from '../../core/checks/dependency-look.ts';
import type { LookSample } from '../../core/checks/failed-looks.ts';
import type { Clock } from '../../core/clock.ts';
import type { OwnConnections } from '../../core/probe/own-connections.ts';
import { probeMiddlewareReadiness, probeRealtimeReadiness } from '../../core/probe/probe-readiness.ts';
import type { RequestBudget } from '../../core/vizora/request-budget.ts';
import type { Services } from '../snapshot.ts';

export interface DependencyLookOptions {
  readonly urls: { readonly middleware: string; readonly realtime: string };
  readonly own: OwnConnections;
  /** For how many connections the middleware's workers ask. */
  connections(): number;
  /** The looks at the services' liveness that are made at about the same time. */
  services(): Promise<Services>;
  readonly timeoutMs: number;
  readonly budget: RequestBudget;
  readonly clock: Clock;
}

/** Asks everybody who can tell about the dependencies, all at once. */
export async function lookAtDependencies(
  options: DependencyLookOptions,
): Promise<Omit<DependencyLook, 'at'>> {
  const { urls, own, timeoutMs, budget, clock } = options;
  const services = options.services();
  const aliveOf = (service: keyof typeof urls) => async (): Promise<LookSample['outcome']> =>
    (await services).samples[service].at(-1)?.outcome ?? 'unknown';
  const [middleware, realtime, owned] = await Promise.all([
    probeMiddlewareReadiness({
      url: urls.middleware,
      timeoutMs,
      connections: options.connections(),
      alive: aliveOf('middleware'),
      budget,
      clock,
    }),
    probeRealtimeReadiness({ url: urls.realtime, timeoutMs, alive: aliveOf('realtime') }),
    Promise.all(REACHED_DEPENDENCIES.map(async (name) => [name, (await own[name]?.()) ?? null] as const)),
    services,
  ]);
  return { middleware, realtime, own: Object.fromEntries(owned) as unknown as DependencyLook['own'] };
}

import type { Clock } from '../../core/clock.ts';
import type { LoadedConfig } from '../../core/config/load.ts';
import type { Log } from '../../core/log.ts';
import { ownConnections } from '../../core/probe/own-connections.ts';
import type { RequestBudget } from '../../core/vizora/request-budget.ts';
import type { Dependencies, Services } from '../snapshot.ts';
import { gatherDependencies } from './gather-dependencies.ts';
import { lookAtDependencies } from './look-at-dependencies.ts';
import { type SharedReading, sharedReading } from './shared-reading.ts';

export interface DependencyReadingOptions {
  readonly config: Pick<LoadedConfig, 'vizora' | 'exporter'>;
  /** Where secrets lie that the configuration refers to by variable. */
  readonly env: NodeJS.ProcessEnv;
  /** The looks at the services' liveness that are made at about the same time. */
  services(): Promise<Services>;
  /** For how many connections the middleware's workers ask. */
  connections(): number;
  readonly timeoutMs: number;
  readonly budget: RequestBudget;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the platform stands on, as the services and connections of our own tell it. */
export function dependencyReading(options: DependencyReadingOptions): SharedReading<Dependencies> {
  const { config, env, timeoutMs, clock, log } = options;
  const { vizora, exporter } = config;
  const { interval, probe_interval } = exporter.agents['health-guardian'];
  const urls = { middleware: vizora.api_url, realtime: vizora.realtime_url };
  const own = ownConnections({ vizora, env, timeoutMs, log });
  return sharedReading(
    gatherDependencies({
      look: () => lookAtDependencies({ ...options, urls, own }),
      probeIntervalMs: probe_interval,
      intervalMs: interval,
      reachMs: exporter.checks.service_stuck.after,
      clock,
    }),
  );
}

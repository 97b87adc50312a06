import type { Clock } from '../../core/clock.ts';
import type { LoadedConfig } from '../../core/config/load.ts';
import { EDGES, probeEdge } from '../../core/probe/probe-edge.ts';
import type { RequestBudget } from '../../core/vizora/request-budget.ts';
import type { Edges } from '../snapshot.ts';
import { gatherEdges } from './gather-edges.ts';
import { type SharedReading, sharedReading } from './shared-reading.ts';

export interface EdgeReadingOptions {
  readonly config: Pick<LoadedConfig, 'vizora' | 'exporter'>;
  readonly timeoutMs: number;
  readonly budget: RequestBudget;
  readonly clock: Clock;
}

/** The public addresses, as far as they are configured. */
export function edgeReading({ config, timeoutMs, budget, clock }: EdgeReadingOptions): SharedReading<Edges> {
  const { interval, probe_interval } = config.exporter.agents['health-guardian'];
  const urls = { web: config.vizora.public_web_url, middleware: config.vizora.public_api_url };
  const probes = EDGES.flatMap((edge) => {
    const url = urls[edge];
    return url === undefined
      ? []
      : [[edge, () => probeEdge(edge, { url, timeoutMs, budget, clock })] as const];
  });
  return sharedReading(gatherEdges({ probes, probeIntervalMs: probe_interval, intervalMs: interval, clock }));
}

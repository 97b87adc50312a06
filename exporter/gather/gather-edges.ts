import type { Clock } from '../../core/clock.ts';
import { maxAgeFor } from '../../core/max-age.ts';
import type { EdgeName, EdgeSample } from '../../core/probe/probe-edge.ts';
import type { Edges } from '../snapshot.ts';
import { isDue } from './is-due.ts';

export interface EdgeGatherOptions {
  /** How each public address that is configured is looked at. */
  readonly probes: readonly (readonly [edge: EdgeName, probe: () => Promise<EdgeSample>])[];
  /** Between two looks while all is well. */
  readonly probeIntervalMs: number;
  /** Between two runs of who asks, which are not exact: a look that is due in half of it is made at once. */
  readonly intervalMs: number;
  readonly clock: Clock;
}

const KEPT_SAMPLES = 5;

/** Looks at each public address that is due; one that has just failed is looked at again in the next run. */
export function gatherEdges(options: EdgeGatherOptions): () => Promise<Edges> {
  const { probes, probeIntervalMs, intervalMs, clock } = options;
  const interval = Math.max(probeIntervalMs, intervalMs);
  const samples: Partial<Record<EdgeName, readonly EdgeSample[]>> = {};
  return async () => {
    await Promise.all(
      probes.map(async ([edge, probe]) => {
        const known = samples[edge] ?? [];
        if (isDue(known, clock.now(), interval - intervalMs / 2)) {
          samples[edge] = [...known, await probe()].slice(-KEPT_SAMPLES);
        }
      }),
    );
    return { samples: { ...samples }, maxAge: maxAgeFor(interval) };
  };
}

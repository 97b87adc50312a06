import type { DependencyLook } from '../../core/checks/dependency-look.ts';
import type { LookSample } from '../../core/checks/failed-looks.ts';
import type { Clock } from '../../core/clock.ts';
import { maxAgeFor } from '../../core/max-age.ts';
import type { Dependencies } from '../snapshot.ts';
import { isDue } from './is-due.ts';

export interface DependencyGatherOptions {
  /** Asks all who can tell, at once. */
  look(): Promise<Omit<DependencyLook, 'at'>>;
  /** Between two looks while all is well. */
  readonly probeIntervalMs: number;
  /** Between two runs of who asks, which are not exact: a look that is due in half of it is made at once. */
  readonly intervalMs: number;
  /** How far back the looks must reach, in ms. */
  readonly reachMs: number;
  readonly clock: Clock;
}

const LEAST_KEPT = 5;

/** Looks at what the services stand on, in each run while something is amiss that is not yet clear. */
export function gatherDependencies(options: DependencyGatherOptions): () => Promise<Dependencies> {
  const { look, probeIntervalMs, intervalMs, reachMs, clock } = options;
  const interval = Math.max(probeIntervalMs, intervalMs);
  const maxAge = maxAgeFor(interval);
  let looks: readonly DependencyLook[] = [];

  const isKept = ({ at }: DependencyLook, index: number, all: readonly DependencyLook[]): boolean =>
    index >= all.length - LEAST_KEPT || Math.abs(clock.now() - at) <= reachMs + maxAge;

  return async () => {
    if (isDue(looks.map(asSample), clock.now(), interval - intervalMs / 2)) {
      const seen = await look();
      looks = [...looks, { at: clock.now(), ...seen }].filter(isKept);
    }
    return { looks, maxAge };
  };
}

/** Whether anything is amiss that looking again soon would make clear. */
function asSample({ at, middleware, realtime, own }: DependencyLook): Pick<LookSample, 'at' | 'outcome'> {
  const amiss =
    middleware.state === 'unready' ||
    realtime.state === 'unready' ||
    Object.values(own).some((connection) => connection?.outcome === 'down');
  return { at, outcome: amiss ? 'down' : 'up' };
}

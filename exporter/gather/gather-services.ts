import type { ProbeSample } from '../../core/checks/service-down.ts';
import type { Clock } from '../../core/clock.ts';
import { maxAgeFor } from '../../core/max-age.ts';
import { SERVICES, type ServiceName } from '../../core/target.ts';
import type { Services } from '../snapshot.ts';
import { isDue } from './is-due.ts';

export interface ServiceGatherOptions<Sample extends ProbeSample> {
  readonly probe: (service: ServiceName) => Promise<Sample>;
  /** Between two looks at a healthy service. */
  readonly probeIntervalMs: number;
  /** So much must be between two looks at it, so that they stay within what may be asked in an hour. */
  readonly leastIntervalMs?: (service: ServiceName) => number;
  /** Between two runs of who asks, which are not exact: a look that is due in half of it is made at once. */
  readonly intervalMs: number;
  readonly clock: Clock;
}

const KEPT_SAMPLES = 5;

/**
 * Probes each service that is due. A service that has just failed is looked at again in the next run, without
 * waiting for its interval, until there are enough looks to say that it is down.
 */
export function gatherServices<Sample extends ProbeSample>(options: ServiceGatherOptions<Sample>) {
  const { probe, probeIntervalMs, leastIntervalMs = () => 0, intervalMs, clock } = options;
  const intervalOf = (service: ServiceName) =>
    Math.max(probeIntervalMs, intervalMs, leastIntervalMs(service));
  let samples: Record<ServiceName, readonly Sample[]> = { middleware: [], realtime: [], web: [] };

  const lookAt = async (service: ServiceName): Promise<[ServiceName, readonly Sample[]]> => {
    const known = samples[service];
    if (!isDue(known, clock.now(), intervalOf(service) - intervalMs / 2)) return [service, known];
    return [service, [...known, await probe(service)].slice(-KEPT_SAMPLES)];
  };

  return async (): Promise<
    Services & { readonly samples: Readonly<Record<ServiceName, readonly Sample[]>> }
  > => {
    const looked = await Promise.all(SERVICES.map(lookAt));
    samples = { ...samples, ...Object.fromEntries(looked) };
    return { samples, maxAge: maxAgeFor(Math.max(...SERVICES.map(intervalOf))) };
  };
}

import { NAMED_DEPENDENCIES } from '../../core/checks/dependency-look.ts';
import type { RealtimeLook } from '../../core/checks/service-stuck.ts';
import type { Clock } from '../../core/clock.ts';
import type { OwnConnections } from '../../core/probe/own-connections.ts';
import { probeRealtimeReadiness } from '../../core/probe/probe-readiness.ts';
import { probeService } from '../../core/probe/probe-service.ts';

export interface RealtimeLookOptions {
  /** Where it listens on loopback. */
  readonly url: string;
  readonly own: OwnConnections;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** Asks realtime and, at the same time, what it could blame. */
export async function lookAtRealtime({
  url,
  own,
  timeoutMs,
  clock,
}: RealtimeLookOptions): Promise<RealtimeLook> {
  const alive = async () =>
    (await probeService('realtime', { url, connections: 1, timeoutMs, clock })).outcome;
  const [realtime, ...owned] = await Promise.all([
    probeRealtimeReadiness({ url, timeoutMs, alive }),
    ...NAMED_DEPENDENCIES.map(async (name) => [name, (await own[name]?.()) ?? null] as const),
  ]);
  return { at: clock.now(), realtime, own: Object.fromEntries(owned) as unknown as RealtimeLook['own'] };
}

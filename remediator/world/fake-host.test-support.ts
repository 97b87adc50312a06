import type { OwnLook } from '../../core/checks/dependency-look.ts';
import type { RealtimeLook } from '../../core/checks/service-stuck.ts';
import type { Clock } from '../../core/clock.ts';

/** The servers below a fake platform, and the files beside it, all well. */
export function createFakeHost(clock: Clock) {
  const host = {
    /** What realtime does not come back to, although it is well. */
    stuckOn: new Set<'database' | 'redis'>(),
    /** What our own connections show. */
    own: { database: 'up', redis: 'up' } as Record<'database' | 'redis', OwnLook['outcome'] | null>,
    async lookAtRealtime(): Promise<RealtimeLook> {
      const word = (name: 'database' | 'redis') =>
        host.stuckOn.has(name) || host.own[name] === 'down' ? 'down' : 'up';
      const named = { database: word('database'), redis: word('redis') } as const;
      const ready = named.database === 'up' && named.redis === 'up';
      const looked = (outcome: OwnLook['outcome'] | null) =>
        outcome === null ? null : { outcome, detail: `our own connection is ${outcome}` };
      return {
        at: clock.now(),
        realtime: { state: ready ? 'ready' : 'unready', detail: ready ? 'ready' : 'not ready', named },
        own: { database: looked(host.own.database), redis: looked(host.own.redis) },
      };
    },
  };
  return host;
}

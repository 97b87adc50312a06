import type { DependencyLook, OwnLook, ReadinessLook } from './dependency-look.ts';

const own = (outcome: OwnLook['outcome']): OwnLook => ({ outcome, detail: `own is ${outcome}` });
const service = (state: ReadinessLook['state']): ReadinessLook => ({ state, detail: `says ${state}` });

/** What a test says of a look; the rest is well, and everything is configured. */
export interface Seen {
  readonly middleware?: ReadinessLook['state'];
  readonly realtime?: ReadinessLook['state'];
  /** What realtime names; default both, as good. */
  readonly named?: DependencyLook['realtime']['named'];
  /** Our own connections; null is one that is not configured. */
  readonly database?: OwnLook['outcome'] | null;
  readonly redis?: OwnLook['outcome'] | null;
  readonly storage?: OwnLook['outcome'] | null;
}

/** A look at a world in which all is well but what is given. */
export function lookAt(at: number, seen: Seen = {}): DependencyLook {
  const { middleware = 'ready', realtime = 'ready', named = { database: 'up', redis: 'up' } } = seen;
  const { database = 'up', redis = 'up', storage = 'up' } = seen;
  const connection = (outcome: OwnLook['outcome'] | null) => (outcome === null ? null : own(outcome));
  return {
    at,
    middleware: service(middleware),
    realtime: { ...service(realtime), named },
    own: { database: connection(database), redis: connection(redis), storage: connection(storage) },
  };
}

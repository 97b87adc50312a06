import { z } from 'zod';
import type { Pm2 } from '../../../core/pm2/process.ts';
import { leftovers } from '../../stack/leftovers.ts';
import { type AppFaults, readOrders, writeOrders } from '../orders.ts';
import type { Places } from '../places.ts';
import { APPS, type AppName } from '../settings.ts';
import type { StrictnessName } from '../strictness.ts';
import type { Gate } from './gate.ts';

const App = z.strictObject({ app: z.enum(APPS) });
const Nothing = z.strictObject({});
const ApiRoute = z.string().regex(/^(GET|POST|PATCH|DELETE) \/api\/v1\//);

const PARAMETERS = {
  crash_at_start: App,
  hang: App,
  hang_always: App,
  database_down: Nothing,
  redis_down: Nothing,
  slow: App.extend({ ms: z.int().min(0) }),
  error_500: App.extend({ path_prefix: z.string().optional() }),
  garbage: App,
  rate_limit_off: Nothing,
  routes_missing: z.strictObject({ routes: z.array(ApiRoute).min(1) }),
  field_hidden: z.strictObject({ route: ApiRoute, field: z.string().min(1) }),
} as const;

export type FaultName = keyof typeof PARAMETERS;
export const isFaultName = (name: string): name is FaultName => name in PARAMETERS;

export interface Faults {
  /** @throws z.ZodError when the parameters are not the fault's */
  set(name: FaultName, parameters: unknown): Promise<void>;
  clear(name: FaultName): Promise<void>;
  clearAll(): Promise<void>;
  active(): Record<string, unknown>;
  strictnessOff(): readonly StrictnessName[];
  takeOut(names: readonly StrictnessName[]): void;
}

export interface FaultDeps {
  readonly places: Places;
  readonly gates: { readonly database_down: Gate; readonly redis_down: Gate };
  readonly pm2: Pm2;
}

/** Breaks things and heals them: by orders that the apps read, or by shutting a gate. */
export function createFaults({ places, gates, pm2 }: FaultDeps): Faults {
  const isGate = (name: FaultName): name is keyof typeof gates => name in gates;
  const change = (edit: (faults: Record<string, unknown>) => void) => {
    const orders = readOrders(places.orders);
    const faults: Record<string, unknown> = { ...orders.faults };
    edit(faults);
    writeOrders(places.orders, { ...orders, faults: faults as AppFaults });
  };
  const clear = async (name: FaultName) => {
    if (isGate(name)) await gates[name].open();
    else change((faults) => delete faults[name]);
  };
  return {
    async set(name, parameters) {
      const given = PARAMETERS[name].parse(parameters ?? {});
      if (isGate(name)) return gates[name].shut();
      const app = 'app' in given ? given.app : null;
      const value = name === 'hang' && app !== null ? { ...given, pids: pidsOf(app, places) } : given;
      change((faults) => {
        faults[name] = value;
      });
      // PM2 gives up only on an app that crashes soon after somebody started it, not on one that ran for long
      // and then crashes for ever; so this restarts it as somebody who deployed a broken build would.
      if (name === 'crash_at_start' && app !== null) await restartAll(app, pm2);
    },
    clear,
    async clearAll() {
      for (const name of Object.keys(PARAMETERS) as FaultName[]) await clear(name);
    },
    active() {
      const shut = Object.entries(gates).filter(([, gate]) => !gate.isOpen());
      return {
        ...readOrders(places.orders).faults,
        ...Object.fromEntries(shut.map(([name]) => [name, {}])),
      };
    },
    strictnessOff: () => readOrders(places.orders).strictness_off,
    takeOut(names) {
      writeOrders(places.orders, { ...readOrders(places.orders), strictness_off: names });
    },
  };
}

/** The processes of an app that live now, as they recorded themselves. */
const pidsOf = (app: AppName, places: Places): number[] =>
  leftovers(places.appPids)
    .filter(({ name }) => name.startsWith(`${app}-`))
    .map(({ pid }) => pid);

async function restartAll(app: AppName, pm2: Pm2): Promise<void> {
  const processes = await pm2.list();
  for (const { pmId } of processes.filter(({ name }) => name === app)) {
    // It answers only when the process serves, which it never will.
    pm2.restart(pmId).catch((error: unknown) => console.log(`restart of ${app} ${pmId}: ${String(error)}`));
  }
}

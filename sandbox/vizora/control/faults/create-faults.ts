import { readOrders, writeOrders } from '../../orders.ts';
import type { StrictnessName } from '../../strictness.ts';
import type { PlatformFault } from './platform-fault.ts';

/** The platform's faults by name, and the points in which it is lax. */
export interface Faults {
  isName(name: string): boolean;
  /** Every fault with what it does. */
  known(): Record<string, string>;
  /** @throws z.ZodError when the parameters are not the fault's; CannotBreak when it cannot be */
  set(name: string, parameters: unknown): Promise<void>;
  clear(name: string): Promise<void>;
  clearAll(): Promise<void>;
  active(): Record<string, unknown>;
  strictnessOff(): readonly StrictnessName[];
  takeOut(names: readonly StrictnessName[]): void;
}

/** @param ordersFile where the points in which it is lax are kept */
export function createFaults(list: readonly PlatformFault[], ordersFile: string): Faults {
  const byName = new Map(list.map((fault) => [fault.name, fault]));
  return {
    isName: (name) => byName.has(name),
    known: () => Object.fromEntries(list.map(({ name, about }) => [name, about])),
    async set(name, parameters) {
      const fault = byName.get(name);
      await fault?.set(fault.parameters.parse(parameters ?? {}));
    },
    async clear(name) {
      await byName.get(name)?.clear();
    },
    async clearAll() {
      for (const fault of list) await fault.clear();
    },
    active: () =>
      Object.fromEntries(
        list.flatMap((fault) => {
          const given = fault.active();
          return given === null ? [] : [[fault.name, given]];
        }),
      ),
    strictnessOff: () => readOrders(ordersFile).strictness_off,
    takeOut(names) {
      writeOrders(ordersFile, { ...readOrders(ordersFile), strictness_off: names });
    },
  };
}

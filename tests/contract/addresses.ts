import { randomInt } from 'node:crypto';

/** Client addresses by key: each key has one of its own, never given before. */
export interface Addresses {
  of(key: string): string;
  /** From now on every key has another one. */
  forget(): void;
}

export function createAddresses(): Addresses {
  const known = new Map<string, string>();
  // Not from the start, so that one run does not meet the counts of the last.
  let given = randomInt(1 << 23);
  return {
    of(key) {
      const address = known.get(key) ?? `10.${(given >> 16) & 255}.${(given >> 8) & 255}.${given++ & 255}`;
      known.set(key, address);
      return address;
    },
    forget: () => known.clear(),
  };
}

import type { z } from 'zod';

/** One thing of the platform that can be broken and healed by name, whatever its world looks like. */
export interface PlatformFault<Given = unknown> {
  readonly name: string;
  /** What is broken, in one sentence for people. */
  readonly about: string;
  readonly parameters: z.ZodType<Given>;
  /** Breaks it; broken already, it is broken as it is asked for now. */
  set(given: Given): Promise<void>;
  /** Undoes what was done; does nothing where nothing was. */
  clear(): Promise<void>;
  /** What it was broken with; null while it is not. */
  active(): unknown;
}

/** Ties the types of a fault together; the list of faults forgets them again. */
export const definePlatformFault = <Given>(fault: PlatformFault<Given>): PlatformFault =>
  fault as unknown as PlatformFault;

/** A fault that knows by itself whether it is there: healed before it is broken anew. */
export function breakable<Given>(fault: {
  readonly name: string;
  readonly about: string;
  readonly parameters: z.ZodType<Given>;
  /** @returns how to undo it */
  break(given: Given): Promise<() => Promise<void>>;
}): PlatformFault {
  let broken: { readonly given: Given; readonly heal: () => Promise<void> } | null = null;
  const clear = async () => {
    const { heal } = broken ?? {};
    broken = null;
    await heal?.();
  };
  return definePlatformFault<Given>({
    name: fault.name,
    about: fault.about,
    parameters: fault.parameters,
    async set(given) {
      await clear();
      broken = { given, heal: await fault.break(given) };
    },
    clear,
    active: () => broken?.given ?? null,
  });
}

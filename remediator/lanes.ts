export interface Lanes<T> {
  add(items: readonly T[]): void;
  /** Resolves when nothing waits and nothing runs. */
  idle(): Promise<void>;
}

export interface LanesOptions<T> {
  /** Items of one lane are handled one batch after the other. */
  readonly laneOf: (item: T) => string;
  /** Gets everything that waits in the lane at this moment; must not throw. */
  readonly handle: (items: readonly T[]) => Promise<void>;
  /** How many lanes may be at work at once. */
  readonly parallel: number;
}

/** A queue per lane: what piles up about one target while it is being handled is handled together. */
export function createLanes<T>({ laneOf, handle, parallel }: LanesOptions<T>): Lanes<T> {
  const waiting = new Map<string, T[]>();
  const busy = new Set<string>();
  let whenIdle: (() => void)[] = [];

  function next(): void {
    for (const [lane, items] of waiting) {
      if (busy.size >= parallel) return;
      if (busy.has(lane)) continue;
      waiting.delete(lane);
      busy.add(lane);
      void handle(items).finally(() => {
        busy.delete(lane);
        next();
      });
    }
    if (waiting.size > 0 || busy.size > 0) return;
    for (const resolve of whenIdle) resolve();
    whenIdle = [];
  }

  return {
    add(items) {
      for (const item of items) {
        const lane = laneOf(item);
        const queue = waiting.get(lane);
        if (queue === undefined) waiting.set(lane, [item]);
        else queue.push(item);
      }
      next();
    },
    idle: () =>
      waiting.size === 0 && busy.size === 0
        ? Promise.resolve()
        : new Promise((resolve) => whenIdle.push(resolve)),
  };
}

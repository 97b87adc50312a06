import { setImmediate as turn } from 'node:timers/promises';
import type { FakeClock } from '../../core/vizora/fake-clock.test-support.ts';

/** Something that is due at a time, in ms since the epoch. */
export interface Due {
  readonly at: number;
  happen(): Promise<void>;
}

const TURNS_UNTIL_REST = 3;

/** Lets everything come to rest that waits for no time. */
async function settle(): Promise<void> {
  for (let quiet = 0; quiet < TURNS_UNTIL_REST; quiet++) await turn();
}

/** Lets time pass until `until`, from one sleeper or due thing to the next; nothing ever really sleeps. */
export async function drive(clock: FakeClock, due: readonly Due[], until: number): Promise<void> {
  const waiting = due.toSorted((one, other) => one.at - other.at);
  for (;;) {
    await settle();
    const [next] = waiting;
    const at = Math.min(clock.nextAt ?? until, next?.at ?? until, until);
    clock.advance(Math.max(0, at - clock.now()));
    await settle();
    if (next !== undefined && next.at <= at) {
      waiting.shift();
      await next.happen();
    } else if (at >= until && (clock.nextAt ?? Number.POSITIVE_INFINITY) > until) return;
  }
}

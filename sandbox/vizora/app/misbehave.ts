import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { OrderBook } from '../orders.ts';
import { type AppName, MEMORY_LIMIT_BYTES } from '../settings.ts';

const LOOK_EVERY_MS = 250;
const CHUNK_BYTES = 4 * 1024 ** 2;
/** How far from the wish it may be, as a share of the limit: an app breathes. */
const SLACK = 0.01;

/** Does to the process itself what the orders ask for: holds memory, or ends it. */
export function misbehave(app: AppName, book: OrderBook): void {
  const hoard: Buffer[] = [];
  setInterval(() => {
    const { memory_high: memory, restart_storm: storm } = book.faults();
    if (storm?.app === app && Date.now() < storm.until && process.uptime() * 1_000 >= storm.every_ms) {
      console.error('Error: out of luck (a fault that was asked for)');
      process.exit(1);
    }
    const isMeant = memory?.app === app && memory.pids.includes(process.pid);
    keep(hoard, isMeant ? memory.ratio : null);
  }, LOOK_EVERY_MS).unref();
}

/** Grows or shrinks what is held, until the process uses that share of its limit; null = hold nothing. */
function keep(hoard: Buffer[], ratio: number | null): void {
  if (ratio === null) {
    if (hoard.length === 0) return;
    hoard.length = 0;
    collectGarbage();
    return;
  }
  const excess = process.memoryUsage.rss() - ratio * MEMORY_LIMIT_BYTES;
  const slack = SLACK * MEMORY_LIMIT_BYTES;
  if (excess < -slack) {
    // Filled, since memory that nobody wrote to is not used.
    while (
      hoard.length * CHUNK_BYTES < MEMORY_LIMIT_BYTES &&
      process.memoryUsage.rss() < ratio * MEMORY_LIMIT_BYTES
    )
      hoard.push(Buffer.alloc(CHUNK_BYTES, 1));
  } else if (excess > slack && hoard.length > 0) {
    hoard.length -= Math.min(hoard.length, Math.ceil(excess / CHUNK_BYTES));
    collectGarbage();
  }
}

/** What was let go of is given back at once, and not when the engine feels like it. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
}

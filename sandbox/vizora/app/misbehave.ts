import type { OrderBook } from '../orders.ts';
import { type AppName, MEMORY_LIMIT_BYTES } from '../settings.ts';

const LOOK_EVERY_MS = 250;
/** How far from the wish it may be, as a share of the limit: an app breathes. */
const SLACK = 0.01;

/** Does to the process itself what the orders ask for: holds memory, or ends it. */
export function misbehave(app: AppName, book: OrderBook): void {
  // Of the kind that gives its pages back when it shrinks: what is freed otherwise may stay with the process.
  const hoard = new ArrayBuffer(0, { maxByteLength: MEMORY_LIMIT_BYTES });
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
function keep(hoard: ArrayBuffer, ratio: number | null): void {
  const before = hoard.byteLength;
  const excess = ratio === null ? before : process.memoryUsage.rss() - ratio * MEMORY_LIMIT_BYTES;
  if (ratio !== null && Math.abs(excess) < SLACK * MEMORY_LIMIT_BYTES) return;
  const wanted = Math.round(Math.min(Math.max(0, before - excess), MEMORY_LIMIT_BYTES));
  if (wanted === before) return;
  hoard.resize(wanted);
  // Memory that nobody wrote to is not used.
  if (wanted > before) new Uint8Array(hoard, before).fill(1);
}

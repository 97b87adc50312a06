import { flushCompileCache } from 'node:module';
import { live } from './life.ts';
import type { Sending } from './sending.ts';
import { watchWrites } from './watch-writes.ts';
import type { Line } from './world-log.ts';

/** What the process under test is told: to live a life, or what came of a request. */
export type ToChild = { readonly folder: string; readonly life: number } | { readonly answer: Line };

/** What it tells: that somebody is to send a request, or which moments passed until the plan ended. */
export type FromChild = { readonly send: Sending } | { readonly passed: readonly string[] };

// Who is killed cannot leave it for the next one.
flushCompileCache();
const writes = watchWrites();
let answered: (answer: Line) => void = () => undefined;

process.on('message', async (message: ToChild) => {
  if ('answer' in message) return answered(message.answer);
  const passed = await live(message.folder, message.life, writes, (sending) => {
    tell({ send: sending });
    return new Promise((resolve) => {
      answered = resolve;
    });
  });
  tell({ passed });
});

function tell(message: FromChild): void {
  process.send?.(message);
}

import type { RequestListener, ServerResponse } from 'node:http';
import type { AppFaults, OrderBook } from '../orders.ts';
import type { AppName } from '../settings.ts';
import type { RequestLog } from './request-log.ts';

/** Stands before an app and does to each request what the orders ask for. */
export function faultGate(
  app: AppName,
  book: OrderBook,
  log: RequestLog,
  next: RequestListener,
): RequestListener {
  return (request, response) => {
    log.watch(request, response);
    const faults = book.faults();
    if (hangs(faults, app)) {
      log.noteSilence(response);
      return;
    }
    const answer = () => {
      if (faults.garbage?.app === app) return send(response, 200, { weather: 'sunny' });
      if (
        faults.error_500?.app === app &&
        (request.url ?? '').startsWith(faults.error_500.path_prefix ?? '')
      ) {
        return send(response, 500, { statusCode: 500, message: 'Internal server error' });
      }
      next(request, response);
    };
    if (faults.slow?.app === app) setTimeout(answer, faults.slow.ms);
    else answer();
  };
}

const hangs = (faults: AppFaults, app: AppName): boolean =>
  faults.hang_always?.app === app || (faults.hang?.app === app && faults.hang.pids.includes(process.pid));

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

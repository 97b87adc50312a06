import { createServer, type RequestListener } from 'node:http';
import { recordPid } from '../../stack/leftovers.ts';
import { type OrderBook, openOrderBook } from '../orders.ts';
import { placesIn } from '../places.ts';
import { type AppName, readSettings, type SandboxSettings } from '../settings.ts';
import { faultGate } from './fault-gate.ts';
import { misbehave } from './misbehave.ts';
import { openRequestLog, type RequestLog } from './request-log.ts';

export interface AppSurroundings {
  readonly settings: SandboxSettings;
  readonly book: OrderBook;
  readonly log: RequestLog;
  readonly env: NodeJS.ProcessEnv;
}

export interface App {
  readonly port: number;
  readonly listener: RequestListener;
}

const STOP_WITHIN_MS = 1_000;

/**
 * Runs one app under PM2: recorded, with its requests logged and its faults obeyed, and ended in good order
 * by SIGINT or SIGTERM.
 *
 * @param load makes the app
 */
export async function runApp(
  name: AppName,
  env: NodeJS.ProcessEnv,
  load: (surroundings: AppSurroundings) => Promise<App>,
): Promise<void> {
  const settings = readSettings(env);
  const places = placesIn(settings.dataDir);
  const pmId = Number(env['pm_id'] ?? 0);
  const log = openRequestLog(places.requests, name, pmId);
  const book = openOrderBook(places.orders, Date.now);
  const app = await load({ settings, book, log, env });
  const server = createServer(faultGate(name, book, log, app.listener));
  server.listen(app.port, '127.0.0.1', () => {
    recordPid(places.appPids, `${name}-${pmId}`, process.pid);
    console.log(`${name} listens on port ${app.port}`);
  });
  misbehave(name, book);
  const stop = () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), STOP_WITHIN_MS);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

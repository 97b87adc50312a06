import { runApp } from '../app/run-app.ts';
import { loadRealtime } from './load-realtime.ts';

await runApp('vizora-realtime', process.env, loadRealtime);

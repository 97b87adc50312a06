import { runApp } from '../app/run-app.ts';
import { loadMiddleware } from './load-middleware.ts';

await runApp('vizora-middleware', process.env, loadMiddleware);

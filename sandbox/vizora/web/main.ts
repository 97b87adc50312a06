import { runApp } from '../app/run-app.ts';
import { createWeb } from './create-web.ts';

await runApp('vizora-web', process.env, async ({ settings }) => ({
  port: settings.ports.web,
  listener: createWeb(),
}));

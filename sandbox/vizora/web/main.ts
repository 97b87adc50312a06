import { runApp } from '../app/run-app.ts';

await runApp('vizora-web', process.env, async ({ settings }) => {
  const { createWeb } = await import('./create-web.ts');
  return { port: settings.ports.web, listener: createWeb() };
});

import { runApp } from '../app/run-app.ts';

await runApp('vizora-realtime', process.env, async (surroundings) => {
  const { loadRealtime } = await import('./load-realtime.ts');
  return loadRealtime(surroundings);
});

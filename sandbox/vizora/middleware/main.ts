import { runApp } from '../app/run-app.ts';

await runApp('vizora-middleware', process.env, async (surroundings) => {
  const { loadMiddleware } = await import('./load-middleware.ts');
  return loadMiddleware(surroundings);
});

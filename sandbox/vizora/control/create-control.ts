import express, { type ErrorRequestHandler, type Express } from 'express';
import { z } from 'zod';
import { CannotBreak } from '../cannot-break.ts';
import { isStrictnessName, STRICTNESS } from '../strictness.ts';
import type { Database } from '../world/database.ts';
import type { Faults } from './faults/create-faults.ts';
import { isSweepName, type Life } from './life-of-the-world.ts';
import type { RequestMerger } from './merge-requests.ts';
import { worldFaultRoutes } from './world-fault-routes.ts';
import type { WorldFaults } from './world-faults.ts';
import { worldRoutes } from './world-routes.ts';

export interface ControlDeps {
  readonly faults: Faults;
  readonly worldFaults: WorldFaults;
  readonly requests: RequestMerger;
  readonly life: Life;
  readonly database: Database;
}

const LARGEST_ANSWER = 5_000;
const RequestsQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(LARGEST_ANSWER).default(LARGEST_ANSWER),
});
const StrictnessOff = z.strictObject({
  off: z.array(z.string().refine(isStrictnessName, 'is no strictness')),
});

/** The sandbox's own port: what was asked of the platform, what to break, and what the world looks like. */
export function createControl({ faults, worldFaults, requests, life, database }: ControlDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(express.json({ limit: '50mb' }));
  app.get('/health', (_request, response) => response.json({ status: 'ok' }));
  app.get('/requests', (request, response) => {
    const { after, limit } = RequestsQuery.parse(request.query);
    const found = requests.after(after, limit);
    response.json({ requests: found, next: found.at(-1)?.seq ?? after });
  });
  app.param('fault', (_request, response, next, name: string) => {
    if (faults.isName(name)) next();
    else response.status(404).json({ error: `there is no fault ${name}` });
  });
  app.get('/faults', (_request, response) =>
    response.json({ faults: faults.active(), known: faults.known() }),
  );
  app.post('/faults/:fault', async (request, response) => {
    await faults.set(request.params.fault, request.body);
    response.status(201).json({ faults: faults.active() });
  });
  app.delete('/faults/:fault', async (request, response) => {
    await faults.clear(request.params.fault);
    response.json({ faults: faults.active() });
  });
  app.delete('/faults', async (_request, response) => {
    await faults.clearAll();
    response.json({ faults: faults.active() });
  });
  app.get('/strictness', (_request, response) =>
    response.json({ names: STRICTNESS, off: faults.strictnessOff() }),
  );
  app.put('/strictness', (request, response) => {
    const { off } = StrictnessOff.parse(request.body);
    faults.takeOut(off.filter(isStrictnessName));
    response.json({ off: faults.strictnessOff() });
  });
  app.post('/sweeps/:name', async (request, response) => {
    const { name } = request.params;
    if (!isSweepName(name)) return response.status(404).json({ error: `there is no sweep ${name}` });
    await life.sweep(name);
    return response.status(201).json({ swept: name });
  });
  app.use('/world/faults', worldFaultRoutes(worldFaults));
  app.use('/world', worldRoutes(database));
  app.use((request, response) =>
    response.status(404).json({ error: `there is no ${request.method} ${request.path}` }),
  );
  app.use(answerErrors);
  return app;
}

const answerErrors: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  // What is wrong is nearly always what was asked: a column that is not there, a reference to nothing.
  const isWrong = error instanceof z.ZodError || isFromPostgres(error);
  const status = error instanceof CannotBreak ? 409 : isWrong ? 400 : 500;
  if (status === 500) console.error(error);
  response.status(status).json({ error: error instanceof Error ? error.message : String(error) });
};

const isFromPostgres = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && 'severity' in error;

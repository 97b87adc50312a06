import { Router } from 'express';
import { z } from 'zod';
import type { MadeFault } from '../world/apply-fault.ts';
import { WORLD_FAULTS, type WorldFaultName } from '../world/faults/index.ts';
import type { WorldFaults } from './world-faults.ts';

const Wanted = z.strictObject({ org: z.string().min(1), count: z.int().min(1).max(10_000).default(1) });
const Where = z.object({ org: z.string().min(1).optional() });

const isWorldFaultName = (name: string): name is WorldFaultName =>
  WORLD_FAULTS.some((fault) => fault.name === name);

/** Breaks and heals the rows of an organisation by the name of the fault. */
export function worldFaultRoutes(faults: WorldFaults): Router {
  const router = Router();
  const all = () => ({ made: faults.made().map(shown) });
  router.param('fault', (_request, response, next, name: string) => {
    if (isWorldFaultName(name)) next();
    else response.status(404).json({ error: `there is no fault ${name} of the world` });
  });
  router.get('/', (_request, response) => {
    const known = WORLD_FAULTS.map(({ name, about, raises }) => [name, { about, raises }]);
    response.json({ ...all(), known: Object.fromEntries(known) });
  });
  router.post('/:fault', async (request, response) => {
    const { org, count } = Wanted.parse(request.body ?? {});
    response.status(201).json(shown(await faults.make({ name: nameIn(request), org, count })));
  });
  router.delete('/:fault', async (request, response) => {
    const { org } = Where.parse({ ...request.query, ...(request.body ?? {}) });
    response.json({ healed: (await faults.heal(nameIn(request), org ?? null)).map(shown), ...all() });
  });
  router.delete('/', async (_request, response) => {
    response.json({ healed: (await faults.healAll()).map(shown), ...all() });
  });
  return router;
}

/** What the check of the parameter has let through. */
const nameIn = (request: { params: { fault: string } }) => request.params.fault as WorldFaultName;

/** For people and tests: which rows it is about, and not what they were. */
const shown = ({ name, org, count, changes }: MadeFault) => ({
  name,
  org,
  count,
  rows: changes.map(({ table, id, before, after }) => ({
    table,
    id,
    what: before === null ? 'added' : after === null ? 'removed' : 'changed',
  })),
});

import { Router } from 'express';
import type { Database } from '../world/database.ts';
import { isTableName, type TableName } from '../world/tables.ts';
import { createWorldEditor } from './world-editor.ts';

/** Reads and edits the world under the physical names of tables and columns. */
export function worldRoutes(database: Database): Router {
  const editor = createWorldEditor(database, Date.now);
  const router = Router();
  router.param('table', (_request, response, next, table: string) => {
    if (isTableName(table)) next();
    else response.status(404).json({ error: `there is no table ${table}` });
  });
  router.get('/:table', async (request, response) => {
    const { org } = request.query;
    response.json(await editor.list(request.params.table as TableName, typeof org === 'string' ? org : null));
  });
  router.post('/:table', async (request, response) => {
    response.status(201).json(await editor.insert(request.params.table as TableName, request.body ?? {}));
  });
  router.get('/:table/:id', async (request, response) => {
    const row = await editor.get(request.params.table as TableName, request.params.id);
    if (row === null) response.status(404).json({ error: 'there is no such row' });
    else response.json(row);
  });
  router.patch('/:table/:id', async (request, response) => {
    const row = await editor.update(request.params.table as TableName, request.params.id, request.body ?? {});
    if (row === null) response.status(404).json({ error: 'there is no such row' });
    else response.json(row);
  });
  router.delete('/:table/:id', async (request, response) => {
    await editor.remove(request.params.table as TableName, request.params.id);
    response.status(204).end();
  });
  return router;
}

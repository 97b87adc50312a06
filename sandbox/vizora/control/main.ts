import { readFileSync } from 'node:fs';
import { createPm2 } from '../../../core/pm2/create-pm2.ts';
import { placesIn } from '../places.ts';
import { readSettings } from '../settings.ts';
import { DATABASE_NAME, openDatabase } from '../world/database.ts';
import type { WorldSpec } from '../world/spec.ts';
import { ensureWorld } from '../world/store-world.ts';
import { createControl } from './create-control.ts';
import { createFaults } from './faults.ts';
import { createGate } from './gate.ts';
import { startLife } from './life-of-the-world.ts';
import { mergeRequests } from './merge-requests.ts';

const { POSTGRES_FOLDER: postgresFolder = '', WORLD_FILE: worldFile = '' } = process.env;
const settings = readSettings(process.env);
const places = placesIn(settings.dataDir);
const world = JSON.parse(readFileSync(worldFile, 'utf8')) as WorldSpec;
// Past the gates: the world can be edited while the platform cannot reach its database.
const server = { host: postgresFolder, port: 5432, connections: 4 };
if (await ensureWorld(server, world)) console.log('a world was made');

const gates = {
  database_down: createGate(settings.ports.postgres, `${postgresFolder}/.s.PGSQL.5432`),
  redis_down: createGate(settings.ports.redis, places.redisSocket),
};
await gates.database_down.open();
await gates.redis_down.open();

const database = openDatabase({ ...server, database: DATABASE_NAME });
const life = await startLife(database, world.heartbeats, gates.database_down.isOpen);
const pm2 = createPm2({ home: places.pm2Home, timeoutMs: 3_000 });
const control = createControl({
  faults: createFaults({ places, gates, pm2 }),
  requests: mergeRequests(places.requests),
  life,
  database,
});
const listening = control.listen(settings.ports.control, '127.0.0.1', () =>
  console.log(`control listens on port ${settings.ports.control}`),
);

async function stop() {
  life.end();
  listening.close();
  listening.closeAllConnections();
  await Promise.all([gates.database_down.shut(), gates.redis_down.shut()]);
  await database.close();
}
process.once('SIGINT', stop);
process.once('SIGTERM', stop);

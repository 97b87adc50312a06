import { readFileSync } from 'node:fs';
import { createPm2 } from '../../../core/pm2/create-pm2.ts';
import { placesIn } from '../places.ts';
import { readSettings } from '../settings.ts';
import { DATABASE_NAME, openDatabase } from '../world/database.ts';
import type { WorldSpec } from '../world/spec.ts';
import { ensureWorld } from '../world/store-world.ts';
import { createBackups } from './backups.ts';
import { churn } from './churn.ts';
import { createControl } from './create-control.ts';
import { createEdge } from './edge.ts';
import { createFaults } from './faults/create-faults.ts';
import { databaseFaults } from './faults/database-faults.ts';
import { fileFaults } from './faults/file-faults.ts';
import { gateFaults } from './faults/gate-faults.ts';
import { orderFaults } from './faults/order-faults.ts';
import { processFaults } from './faults/process-faults.ts';
import { redisFaults } from './faults/redis-faults.ts';
import { createGate } from './gate.ts';
import { startLife } from './life-of-the-world.ts';
import { mergeRequests } from './merge-requests.ts';
import { createStorage } from './storage.ts';
import { createWorldFaults, keepFaults } from './world-faults.ts';

const { POSTGRES_FOLDER: postgresFolder = '', WORLD_FILE: worldFile = '' } = process.env;
const settings = readSettings(process.env);
const places = placesIn(settings.dataDir);
const world = JSON.parse(readFileSync(worldFile, 'utf8')) as WorldSpec;
// Past the gates: the world can be edited while the platform cannot reach its database.
const server = { host: postgresFolder, port: 5432, connections: 4 };
const faultsOfNewWorld = await ensureWorld(server, world);
if (faultsOfNewWorld !== null) {
  console.log('a world was made');
  keepFaults(places.worldFaults, faultsOfNewWorld);
}

const edge = createEdge(settings.ports);
const gates = {
  database: createGate(settings.ports.postgres, `${postgresFolder}/.s.PGSQL.5432`),
  redis: createGate(settings.ports.redis, places.redisSocket),
  storage: createGate(settings.ports.storage, createStorage()),
  edge: createGate(settings.ports.edge, edge.serve),
};
for (const gate of Object.values(gates)) await gate.open();

const database = openDatabase({ ...server, database: DATABASE_NAME });
const backups = createBackups(places.backups, Date.now);
const life = await startLife({
  database,
  heartbeats: world.heartbeats,
  reachable: gates.database.isOpen,
  nightly: backups.renew,
});
/** What they do stays when this process ends, so that it undoes them before. */
const lasting = [
  ...databaseFaults({ ...server, database: DATABASE_NAME }, database),
  ...fileFaults(places, backups),
  churn(database, Date.now),
];
const faults = createFaults(
  [
    ...orderFaults({
      places,
      pm2: createPm2({ home: places.pm2Home, timeoutMs: 3_000 }),
      database,
      now: Date.now,
    }),
    ...gateFaults({ places, gates, edge }),
    ...processFaults(places),
    ...redisFaults(places),
    ...lasting,
  ],
  places.orders,
);
const control = createControl({
  faults,
  worldFaults: createWorldFaults(database, places.worldFaults, Date.now, life.beat),
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
  for (const fault of lasting) await fault.clear();
  await Promise.all(Object.values(gates).map((gate) => gate.shut()));
  await database.close();
}
process.once('SIGINT', stop);
process.once('SIGTERM', stop);

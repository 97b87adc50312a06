import type { Row } from '../row.ts';
import { contentRows } from './content.ts';
import { displayRows } from './displays.ts';
import { fleetRows } from './fleet.ts';
import { gateRows } from './gates.ts';
import { healthRows } from './health.ts';
import { httpRows } from './http.ts';
import { limitRows } from './limits.ts';
import { listRows } from './lists.ts';
import { loginRows } from './login.ts';
import { metricsRows } from './metrics.ts';
import { opsStatusRows } from './ops-status.ts';
import { organisationRows } from './organisations.ts';
import { outageRows } from './outages.ts';
import { playlistRows } from './playlists.ts';
import { scheduleRows } from './schedules.ts';
import { sessionRows } from './session.ts';
import { sweepRows } from './sweeps.ts';
import { tenantRows } from './tenants.ts';
import { workerRows } from './workers.ts';

/** Everything that we rely on in the platform's API, each as a sentence with the requests that show it. */
export const table: readonly Row[] = [
  ...loginRows,
  ...sessionRows,
  ...gateRows,
  ...listRows,
  ...contentRows,
  ...displayRows,
  ...playlistRows,
  ...scheduleRows,
  ...fleetRows,
  ...organisationRows,
  ...tenantRows,
  ...opsStatusRows,
  ...healthRows,
  ...metricsRows,
  ...limitRows,
  ...httpRows,
  ...workerRows,
  ...sweepRows,
  ...outageRows,
];

import { homedir } from 'node:os';
import { join } from 'node:path';
import { createAlertmanager } from '../../core/alertmanager/alertmanager.ts';
import { allAlertmanagers } from '../../core/alertmanager/all-alertmanagers.ts';
import type { Clock } from '../../core/clock.ts';
import type { LoadedConfig } from '../../core/config/load.ts';
import { readSecret } from '../../core/config/secret.ts';
import type { Log } from '../../core/log.ts';
import { createPm2 } from '../../core/pm2/create-pm2.ts';
import { ownConnections } from '../../core/probe/own-connections.ts';
import { probeService } from '../../core/probe/probe-service.ts';
import { runCommand } from '../../core/run-command.ts';
import type { ServiceName } from '../../core/target.ts';
import { createVizora } from '../../core/vizora/client.ts';
import { createRequestBudget } from '../../core/vizora/request-budget.ts';
import type { World } from '../remediator.ts';
import { lookAtRealtime } from './look-at-realtime.ts';
import { realDisks } from './real-disks.ts';
import { realLogFiles } from './real-log-files.ts';
import { realTables } from './real-tables.ts';

export interface WorldOptions {
  readonly config: LoadedConfig;
  /** Where secrets lie that the configuration refers to by variable. */
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly log: Log;
}

const TIMEOUT_MS = 5_000;
/** Below the platform's 10, 100 and 1000 for each route, which the exporter on the same host shares. */
const BUDGET = {
  perSecond: 4,
  perMinute: 30,
  perHour: 300,
  // One a minute on average; two in a row, so that the writer's does not wait a minute for the reader's.
  logins: { limit: 2, length: 120_000 },
} as const;

/** The platform that the configuration names, over its API, PM2's socket and Alertmanager's API. */
export function realWorld({ config, env, clock, log }: WorldOptions): World {
  const { vizora: urls, remediator, processes } = config;
  const budget = createRequestBudget({ clock, ...BUDGET });
  const vizora = createVizora({ baseUrl: urls.api_url, budget, clock, log });
  const alertmanagers = allAlertmanagers(
    remediator.alertmanager_urls.map((url) => createAlertmanager({ url, timeoutMs: TIMEOUT_MS })),
  );
  const pages: Record<ServiceName, string> = {
    middleware: urls.api_url,
    realtime: urls.realtime_url,
    web: urls.web_url,
  };
  const home = processes.pm2_home ?? join(homedir(), '.pm2');
  const own = ownConnections({ vizora: urls, env, timeoutMs: TIMEOUT_MS, log });
  return {
    alertmanagers,
    pm2: createPm2({ home, timeoutMs: TIMEOUT_MS }),
    probe: (service, connections) =>
      probeService(service, { url: pages[service], connections, timeoutMs: TIMEOUT_MS, budget, clock }),
    lookAtRealtime: () => lookAtRealtime({ url: urls.realtime_url, own, timeoutMs: TIMEOUT_MS, clock }),
    tables: realTables(config, env),
    logs: realLogFiles({ folders: remediator.actions.trim_logs.folders, home }),
    disks: realDisks(config.exporter.disks),
    lookAtDependency: async (name) => (await own[name]?.()) ?? null,
    session: ({ email, password }, slug) => {
      const setting = `the password of ${email}`;
      return vizora.organisation({ email, password: () => readSecret(password, setting, env) }, slug);
    },
    runPreflight: (argv, within) => runCommand({ argv, within, env }),
    async close() {
      await Promise.all([vizora.close(), alertmanagers.close()]);
    },
  };
}

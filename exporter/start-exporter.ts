import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import type { LoadedConfig } from '../core/config/load.ts';
import type { RunningServer } from '../core/http/start-server.ts';
import { AGENTS, type AgentName } from '../core/incidents.ts';
import type { Log } from '../core/log.ts';
import { packageVersion } from '../core/package.ts';
import { createPm2 } from '../core/pm2/create-pm2.ts';
import { withPm2Command } from '../core/pm2/with-pm2-command.ts';
import { createVizora, type Vizora } from '../core/vizora/client.ts';
import { createRequestBudget } from '../core/vizora/request-budget.ts';
import { knownOrganisations, metricsToken, watchedOrganisations } from './accounts.ts';
import { agents } from './agents/index.ts';
import { startDeliveryTester } from './delivery-test/start-delivery-tester.ts';
import { createGathering } from './gather/gather.ts';
import { createExporterMetrics } from './metrics.ts';
import { rememberedIds } from './remembered-ids.ts';
import type { Reporting } from './reporting/reporting.ts';
import { startReporting } from './reporting/start-reporting.ts';
import { createSelfCheck } from './self-check/self-check.ts';
import { serve } from './server.ts';
import { startErrands } from './start-errands.ts';
import { openStore } from './store.ts';
import { tellStart } from './tell-start.ts';
import { startTimetable, type Timetable } from './timetable.ts';
import { createWatch } from './watch.ts';
import { classOf, isWatched } from './watched-organisation.ts';

export interface ExporterOptions {
  readonly config: LoadedConfig;
  /** Where secrets lie that the configuration refers to by variable. */
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 to 1, for jitter. */
  readonly random?: () => number;
}

export interface RunningExporter {
  readonly url: string;
  /** Logs out, closes everything and leaves nothing behind, in less than 5 s. */
  close(): Promise<void>;
}

const PM2_TIMEOUT_MS = 5_000;
const MINUTE_MS = 60_000;
/** How long what is being looked at may take to end; the rest of a stop has its own limits. */
const STOP_GRACE_MS = 1_500;

/**
 * The whole exporter: looks on its timetable and serves what it found.
 *
 * @throws Error with a message for people when it cannot start
 */
export async function startExporter(options: ExporterOptions): Promise<RunningExporter> {
  const { config, env, clock, log, random = Math.random } = options;
  const store = openStore(config.exporter.data_dir, { clock, log });
  const { per_second, per_minute, per_hour, logins_per_minute } = config.vizora.request_budget;
  const budget = createRequestBudget({
    clock,
    perSecond: per_second,
    perMinute: per_minute,
    perHour: per_hour,
    logins: { limit: logins_per_minute, length: MINUTE_MS },
  });
  const enabled = agents.filter(({ name }) => config.exporter.agents[name].enabled);
  const metrics = createExporterMetrics(enabled, { version: packageVersion(), origin: store.origin });
  const vizora = createVizora({
    baseUrl: config.vizora.api_url,
    budget,
    clock,
    log,
    observe: (observation) => {
      metrics.requestSent(observation);
      selfCheck.observed(observation);
    },
    random,
  });
  const organisations = watchedOrganisations(options, vizora);
  const selfCheck = createSelfCheck({ organisations, timezone: config.timezone, clock, log });
  const known = knownOrganisations(options, vizora, organisations);
  const stopping = new AbortController();
  const daemon = { home: config.processes.pm2_home ?? join(homedir(), '.pm2'), timeoutMs: PM2_TIMEOUT_MS };
  const gathering = createGathering({
    config,
    env,
    pm2: withPm2Command(createPm2(daemon), { ...daemon, command: config.processes.pm2_command, env, log }),
    budget,
    organisations,
    remembered: rememberedIds(store.incidents),
    metricsToken: metricsToken(options),
    details: store.details,
    storeFailed: metrics.storeFailed,
    stopping: stopping.signal,
    clock,
    log,
  });
  const reporting = startReporting(options, {
    board: () => watch.board(),
    statuses: () => watch.statuses(),
    organisations,
    gathering,
    store,
    metrics,
  });
  const deliveryTester = startDeliveryTester(options, { store, metrics, stopping: stopping.signal });
  const watch = createWatch({
    agents: enabled.map((agent) => ({ agent, intervalMs: config.exporter.agents[agent.name].interval })),
    gather: { ...gathering.gather, reporting: async () => reporting.section() },
    checks: config.exporter.checks,
    leastIntervalMs: gathering.leastIntervalMs,
    unavailable: selfCheck.unavailable,
    clockSkewMs: vizora.clockSkewMs,
    store,
    metrics,
    resolvedHoldMs: config.exporter.resolved_hold,
    isWatched: (org) => isWatched(org, organisations),
    clock,
    log,
  });
  let timetable: Timetable | null = null;
  let server: RunningServer;
  try {
    server = await serve({
      listen: config.exporter.listen,
      log,
      watch,
      metrics,
      enabled: new Map<AgentName, boolean>(
        AGENTS.map((name) => [name, enabled.some((agent) => agent.name === name)]),
      ),
      classOf: (org) => classOf(org, organisations),
      organisations,
      known,
      selfCheck,
      checks: config.exporter.checks,
      gathering,
      reporting: reporting.view,
      deliveryTester,
      clockSkewMs: vizora.clockSkewMs,
      seriesPerCheck: config.exporter.series_per_check,
      clock,
      nextRun: (agent) => timetable?.nextRun(agent) ?? null,
    });
  } catch (error) {
    gathering.close();
    store.close();
    await Promise.all([vizora.close(), reporting.close()]);
    throw error;
  }
  timetable = startTimetable(
    enabled.map(({ name }) => ({
      name,
      intervalMs: config.exporter.agents[name].interval,
      run: async () => {
        if (name === 'ops-reporter') await reporting.publish();
        if (watch.isDue(name)) await watch.look(name);
      },
    })),
    {
      clock,
      random,
      onSkip: (agent) => {
        metrics.runSkipped(agent);
        log.warn({ agent }, 'run skipped, the one before has not ended');
      },
      onError: (agent, error) => log.error({ agent, err: error }, 'run broke off'),
    },
  );
  const errands = startErrands({ selfCheck, known, deliveryTester, clock, random, log });
  tellStart(config, { log, state: store.origin, url: server.url });
  return {
    url: server.url,
    close: () =>
      close(options, {
        stopping,
        timetables: [timetable, errands],
        gathering,
        reporting,
        vizora,
        server,
        store,
      }),
  };
}

async function close(
  { clock }: ExporterOptions,
  parts: {
    readonly stopping: AbortController;
    readonly timetables: readonly Timetable[];
    readonly gathering: { close(): void };
    readonly reporting: Reporting;
    readonly vizora: Vizora;
    readonly server: RunningServer;
    readonly store: { close(): void };
  },
): Promise<void> {
  parts.stopping.abort();
  parts.gathering.close();
  const patience = new AbortController();
  const reported = parts.reporting.close();
  await Promise.race([
    Promise.all(parts.timetables.map((timetable) => timetable.stop())),
    clock.sleep(STOP_GRACE_MS, patience.signal).catch(() => undefined),
  ]);
  patience.abort();
  await Promise.all([reported, parts.vizora.close(), parts.server.close()]);
  parts.store.close();
}

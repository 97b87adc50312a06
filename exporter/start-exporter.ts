import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import type { LoadedConfig } from '../core/config/load.ts';
import { readSecret } from '../core/config/secret.ts';
import type { RunningServer } from '../core/http/start-server.ts';
import { AGENTS, type AgentName } from '../core/incidents.ts';
import type { Log } from '../core/log.ts';
import { packageVersion } from '../core/package.ts';
import { createPm2 } from '../core/pm2/create-pm2.ts';
import { withPm2Command } from '../core/pm2/with-pm2-command.ts';
import { createVizora, type Vizora } from '../core/vizora/client.ts';
import { createRequestBudget } from '../core/vizora/request-budget.ts';
import { agents } from './agents/index.ts';
import { createGathering } from './gather/gather.ts';
import { createExporterMetrics } from './metrics.ts';
import { serve } from './server.ts';
import { openStore } from './store.ts';
import { startTimetable, type Timetable } from './timetable.ts';
import { createWatch } from './watch.ts';
import { classOf, isWatched, type WatchedOrganisation, watchOrganisation } from './watched-organisation.ts';

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
/** The platform allows five a minute, which the remediator on the same host shares. */
const LOGINS = { limit: 3, length: 60_000 } as const;
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
  const { per_second, per_minute, per_hour } = config.vizora.request_budget;
  const budget = createRequestBudget({
    clock,
    perSecond: per_second,
    perMinute: per_minute,
    perHour: per_hour,
    logins: LOGINS,
  });
  const enabled = agents.filter(({ name }) => config.exporter.agents[name].enabled);
  const metrics = createExporterMetrics(enabled, { version: packageVersion(), origin: store.origin });
  const vizora = createVizora({
    baseUrl: config.vizora.api_url,
    budget,
    clock,
    log,
    observe: metrics.requestSent,
    random,
  });
  const organisations = watchedOrganisations(options, vizora);
  const daemon = { home: config.processes.pm2_home ?? join(homedir(), '.pm2'), timeoutMs: PM2_TIMEOUT_MS };
  const gathering = createGathering({
    config,
    env,
    pm2: withPm2Command(createPm2(daemon), { ...daemon, command: config.processes.pm2_command, env, log }),
    budget,
    organisations,
    clock,
    log,
  });
  const watch = createWatch({
    agents: enabled.map((agent) => ({ agent, intervalMs: config.exporter.agents[agent.name].interval })),
    gather: gathering.gather,
    checks: config.exporter.checks,
    leastIntervalMs: gathering.leastIntervalMs,
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
      gathering,
      clockSkewMs: vizora.clockSkewMs,
      seriesPerCheck: config.exporter.series_per_check,
      nextRun: (agent) => timetable?.nextRun(agent) ?? null,
    });
  } catch (error) {
    store.close();
    await vizora.close();
    throw error;
  }
  timetable = startTimetable(
    enabled.map(({ name }) => ({
      name,
      intervalMs: config.exporter.agents[name].interval,
      run: async () => {
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
  sayWhatIsOff(options, store.origin, server.url);
  return { url: server.url, close: () => close(options, { timetable, vizora, server, store }) };
}

function watchedOrganisations({ config, env }: ExporterOptions, vizora: Vizora): WatchedOrganisation[] {
  return config.organisations.map((organisation) => {
    const { slug, reader } = organisation;
    const setting =
      slug === null ? 'the account of the environment' : `organisations.${slug}.reader.password`;
    const account = { email: reader.email, password: () => readSecret(reader.password, setting, env) };
    return watchOrganisation(organisation, vizora.organisation(account, slug));
  });
}

/** What is not configured is said once; that it is off is no fault. */
function sayWhatIsOff({ config, log }: ExporterOptions, state: string, url: string): void {
  for (const { name } of agents) {
    if (!config.exporter.agents[name].enabled) log.info({ agent: name }, 'agent is switched off');
  }
  if (config.organisations.length === 0) {
    log.info('no organisation is configured: nothing inside the platform is looked at, only its services');
  }
  const { public_web_url, public_api_url, database_url, redis_url, s3_endpoint } = config.vizora;
  const asked = { public_web_url, public_api_url, database_url, redis_url, s3_endpoint };
  const off = Object.entries(asked).flatMap(([name, given]) =>
    given === undefined ? [`vizora.${name}`] : [],
  );
  if (off.length > 0) log.info({ off }, 'addresses that are not given are not looked at');
  log.info(
    { url, state, config: config.source, organisations: config.organisations.length },
    'exporter runs',
  );
}

async function close(
  { clock }: ExporterOptions,
  parts: {
    readonly timetable: Timetable | null;
    readonly vizora: Vizora;
    readonly server: RunningServer;
    readonly store: { close(): void };
  },
): Promise<void> {
  const patience = new AbortController();
  await Promise.race([
    parts.timetable?.stop(),
    clock.sleep(STOP_GRACE_MS, patience.signal).catch(() => undefined),
  ]);
  patience.abort();
  await Promise.all([parts.vizora.close(), parts.server.close()]);
  parts.store.close();
}

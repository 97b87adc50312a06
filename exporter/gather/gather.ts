import type { DependencyLook } from '../../core/checks/dependency-look.ts';
import type { Clock } from '../../core/clock.ts';
import type { LoadedConfig } from '../../core/config/load.ts';
import { diskUsage } from '../../core/files/disk-usage.ts';
import type { Log } from '../../core/log.ts';
import type { Pm2, Pm2Sample } from '../../core/pm2/process.ts';
import { type ProbeResult, probeService } from '../../core/probe/probe-service.ts';
import { readSummary } from '../../core/remediator/read-summary.ts';
import { remediatorUrl } from '../../core/remediator/remediator-url.ts';
import type { ServiceName } from '../../core/target.ts';
import type { RequestBudget } from '../../core/vizora/request-budget.ts';
import type { DetailStore } from '../detail-store.ts';
import type { Gather } from '../run-agent.ts';
import type { Disk, Edges, Reading, Section, Snapshot } from '../snapshot.ts';
import type { WatchedOrganisation } from '../watched-organisation.ts';
import { dependencyReading } from './dependency-reading.ts';
import { edgeReading } from './edge-reading.ts';
import type { Remembered } from './gather-list.ts';
import { gatherOrganisations, type OrganisationGathering } from './gather-organisations.ts';
import { gatherProcesses } from './gather-processes.ts';
import { gatherRealtimeCounts, type RealtimeCounts } from './gather-realtime.ts';
import { gatherServers, type ServersSeen } from './gather-servers.ts';
import { gatherServices } from './gather-services.ts';
import { leastInterval } from './least-interval.ts';
import { sharedReading } from './shared-reading.ts';
import { takeReading } from './take-reading.ts';

export interface GatherOptions {
  readonly config: Pick<LoadedConfig, 'vizora' | 'processes' | 'exporter' | 'remediator'>;
  /** Where secrets lie that the configuration refers to by variable. */
  readonly env: NodeJS.ProcessEnv;
  readonly pm2: Pick<Pm2, 'list'>;
  readonly budget: RequestBudget;
  readonly organisations: readonly WatchedOrganisation[];
  readonly remembered: Remembered;
  /** The bearer token of the platform's own metrics; null where none is configured. */
  readonly metricsToken: (() => string) | null;
  /** Where what was read of contents survives a restart. */
  readonly details: DetailStore;
  /** Told of every write there that failed, for metrics. */
  storeFailed(): void;
  /** Ends what takes long. */
  readonly stopping: AbortSignal;
  readonly clock: Clock;
  readonly log: Log;
}

/** Everything that is read of the platform, each resource once for all who need it. */
export interface Gathering
  extends Pick<OrganisationGathering, 'coverage' | 'detailCoverage' | 'contentCounts' | 'lastStorage'> {
  /** The publishers tell of themselves. */
  readonly gather: Omit<Gather, 'reporting'>;
  lastProbes(): Readonly<Record<ServiceName, readonly ProbeResult[]>> | null;
  lastLists(): readonly Pm2Sample[];
  /** Null before they were read. */
  lastDisplays(): Snapshot['displays'] | null;
  /** What the realtime gateway counted when displays were last read; null before. */
  lastRealtimeCounts(): Reading<RealtimeCounts> | null;
  lastDisks(): readonly Disk[];
  lastServers(): ServersSeen;
  lastDependencies(): DependencyLook | null;
  lastEdges(): Edges['samples'];
  /** How much time must be between two readings of a section, in ms. */
  leastIntervalMs(section: Section): number;
  /** Breaks off what is read in the background. */
  close(): void;
}

/** A third of the interval within these, so that a look at something that hangs ends before the next. */
const PROBE_TIMEOUT_MS = { least: 1_000, most: 5_000 } as const;
const REMEDIATOR_TIMEOUT_MS = 3_000;
const REALTIME_TIMEOUT_MS = 5_000;
/** While PM2 has not told how many instances an app has, it may be a cluster. */
const CONNECTIONS_UNTIL_KNOWN = 2;

export function createGathering({
  config,
  env,
  pm2,
  budget,
  organisations,
  remembered,
  metricsToken,
  details: store,
  storeFailed,
  stopping,
  clock,
  log,
}: GatherOptions): Gathering {
  const { interval, probe_interval } = config.exporter.agents['health-guardian'];
  const { process_memory_high, restart_storm } = config.exporter.checks;
  const { apps } = config.processes;
  const { content_orphaned } = config.exporter.checks;
  const timeoutMs = Math.min(PROBE_TIMEOUT_MS.most, Math.max(PROBE_TIMEOUT_MS.least, interval / 3));
  const urls = {
    middleware: config.vizora.api_url,
    realtime: config.vizora.realtime_url,
    web: config.vizora.web_url,
  } as const;

  const processes = sharedReading(
    gatherProcesses({
      pm2,
      expected: Object.values(apps),
      intervalMs: interval,
      reachMs: Math.max(process_memory_high.within, restart_storm.within),
      clock,
      log,
    }),
  );
  const connections = (service: ServiceName) =>
    connectionsFor(apps[service], processes.last()?.samples ?? []);
  const services = sharedReading(
    gatherServices({
      probe: (service) =>
        probeService(service, {
          url: urls[service],
          connections: connections(service),
          timeoutMs,
          budget,
          clock,
        }),
      probeIntervalMs: probe_interval,
      leastIntervalMs: (service) => leastInterval(connections(service), config.vizora.request_budget),
      intervalMs: interval,
      clock,
    }),
  );
  const dependencies = dependencyReading({
    config,
    env,
    services: services.read,
    connections: () => connections('middleware'),
    timeoutMs,
    budget,
    clock,
    log,
  });
  const edges = edgeReading({ config, timeoutMs, budget, clock });
  const inside = gatherOrganisations({
    organisations,
    shortestIntervalMs: Math.min(
      ...(['content-lifecycle', 'fleet-manager', 'schedule-doctor'] as const).map(
        (agent) => config.exporter.agents[agent].interval,
      ),
    ),
    remembered,
    budget: config.vizora.request_budget,
    details: {
      store,
      storeFailed,
      intervalMs: config.exporter.agents['content-lifecycle'].interval,
      orphansOlderThan: content_orphaned.enabled ? content_orphaned.older_than : null,
      stopping,
    },
    clock,
    log,
  });
  const disks = sharedReading(() =>
    Promise.all(
      config.exporter.disks.map(async (folder) => ({
        folder,
        reading: await takeReading(() => diskUsage(folder), clock),
      })),
    ),
  );

  const realtimeCounts = sharedReading(
    gatherRealtimeCounts({
      realtimeUrl: config.vizora.realtime_url,
      token: metricsToken,
      timeoutMs: REALTIME_TIMEOUT_MS,
      clock,
      log,
    }),
  );
  const servers = gatherServers({ config, env, processes: processes.read, clock, log });

  return {
    gather: {
      services: services.read,
      processes: processes.read,
      dependencies: dependencies.read,
      edges: edges.read,
      ...inside.gather,
      // The two counts of displays are for comparing: they are taken at the same time.
      displays: async () => (await Promise.all([inside.gather.displays(), realtimeCounts.read()]))[0],
      disks: disks.read,
      ...servers.gather,
      remediator: sharedReading(() =>
        takeReading(() => readSummary(remediatorUrlOf(config), REMEDIATOR_TIMEOUT_MS), clock),
      ).read,
    },
    coverage: inside.coverage,
    detailCoverage: inside.detailCoverage,
    contentCounts: inside.contentCounts,
    lastStorage: inside.lastStorage,
    lastDisks: () => disks.last() ?? [],
    leastIntervalMs: inside.leastIntervalMs,
    lastProbes: () => services.last()?.samples ?? null,
    lastLists: () => processes.last()?.samples ?? [],
    lastDisplays: inside.lastDisplays,
    lastRealtimeCounts: realtimeCounts.last,
    lastServers: servers.last,
    close: servers.close,
    lastDependencies: () => dependencies.last()?.looks.at(-1) ?? null,
    lastEdges: () => edges.last()?.samples ?? {},
  };
}

const remediatorUrlOf = ({ exporter, remediator }: GatherOptions['config']): string =>
  exporter.remediator_url ?? remediatorUrl(remediator);

/** One more than a cluster has instances, so that every worker's turn comes; one for an app of one process. */
export function connectionsFor(app: string, samples: readonly Pm2Sample[]): number {
  const listed = samples.findLast(({ processes }) => processes !== null)?.processes;
  if (listed === undefined || listed === null) return CONNECTIONS_UNTIL_KNOWN;
  const instances = listed.filter(({ name }) => name === app).length;
  return instances > 1 ? instances + 1 : 1;
}

import type { Clock } from '../core/clock.ts';
import type { Checks } from '../core/config/checks.ts';
import { type Landing, type LandingTable, moment } from '../core/http/landing-page.ts';
import { type RunningServer, startServer } from '../core/http/start-server.ts';
import type { AgentName } from '../core/incidents.ts';
import type { Log } from '../core/log.ts';
import type { Family } from '../core/metrics/family.ts';
import { renderMetrics } from '../core/metrics/render-metrics.ts';
import { type AgentStatus, agentFamilies } from './agent-families.ts';
import { backupFamilies } from './backup-families.ts';
import type { Board } from './board.ts';
import { contentFamilies, storageFamilies } from './content-families.ts';
import { databaseFamilies } from './database-families.ts';
import { displayFamilies, realtimeFamilies, renderedOncePerReading } from './fleet-families.ts';
import type { Gathering } from './gather/gather.ts';
import { agentOf } from './incident.ts';
import { type ClassOf, incidentFamilies } from './incident-families.ts';
import { incidentsApi } from './incidents-api.ts';
import { knownOrganisationFamilies } from './known-organisation-families.ts';
import type { KnownOrganisationsReader } from './known-organisations.ts';
import { logFamilies } from './log-families.ts';
import type { ExporterMetrics } from './metrics.ts';
import { organisationFamilies } from './organisation-families.ts';
import {
  accountFamilies,
  clockFamilies,
  coverageFamilies,
  pm2Families,
  probeFamilies,
} from './platform-families.ts';
import { redisFamilies } from './redis-families.ts';
import type { ReportingView } from './reporting/reporting.ts';
import { reportingFamilies } from './reporting-families.ts';
import { runbooks } from './runbooks.ts';
import type { SelfCheck } from './self-check/self-check.ts';
import { selfCheckFamilies } from './self-check/self-check-families.ts';
import type { Watch } from './watch.ts';
import type { WatchedOrganisation } from './watched-organisation.ts';

export interface ServeOptions {
  readonly listen: string;
  readonly log: Log;
  readonly watch: Watch;
  readonly metrics: ExporterMetrics;
  readonly enabled: ReadonlyMap<AgentName, boolean>;
  readonly classOf: ClassOf;
  readonly organisations: readonly WatchedOrganisation[];
  /** Null where no super admin is configured. */
  readonly known: KnownOrganisationsReader | null;
  readonly selfCheck: SelfCheck;
  readonly checks: Checks;
  readonly gathering: Omit<Gathering, 'gather' | 'leastIntervalMs'>;
  readonly reporting: () => ReportingView;
  readonly clockSkewMs: () => number | null;
  readonly seriesPerCheck: number;
  /** In ms of silence: from then on a display counts as offline. */
  readonly offlineAfterMs: number;
  readonly clock: Clock;
  nextRun(agent: AgentName): number | null;
}

/** Serves what the exporter knows: metrics, incidents, and a page for people. */
export function serve(options: ServeOptions): Promise<RunningServer> {
  const { watch, metrics, log, classOf, enabled, organisations, gathering, clockSkewMs } = options;
  const incidents = renderedOncePerBoard(classOf, options.seriesPerCheck);
  const { clock, offlineAfterMs } = options;
  const displays = renderedOncePerReading((read) =>
    displayFamilies(read, { now: clock.now(), clockSkewMs: clockSkewMs(), offlineAfterMs }),
  );
  const families = (): Family[] => {
    const { database, redis, logs, backups } = gathering.lastServers();
    return [
      ...incidents(watch.board()),
      ...agentFamilies(watch.statuses(), enabled),
      ...probeFamilies(gathering.lastProbes()),
      ...pm2Families(gathering.lastLists()),
      ...accountFamilies(organisations, options.known),
      ...organisationFamilies(organisations),
      ...coverageFamilies(gathering.coverage()),
      ...(options.known === null ? [] : knownOrganisationFamilies(options.known.last(), organisations)),
      ...selfCheckFamilies(options.selfCheck, options.checks),
      ...contentFamilies(gathering.contentCounts(), gathering.detailCoverage()),
      ...storageFamilies(gathering.lastStorage(), gathering.lastDisks()),
      ...clockFamilies(clockSkewMs(), database?.value?.clockSkewMs ?? null),
      ...displays(gathering.lastDisplays()),
      ...realtimeFamilies(gathering.lastRealtimeCounts()),
      ...databaseFamilies(database),
      ...redisFamilies(redis),
      ...logFamilies(logs),
      ...backupFamilies(backups),
      ...reportingFamilies(options.reporting()),
    ];
  };
  return startServer({
    listen: options.listen,
    setting: 'exporter.listen',
    log,
    ready: watch.ready,
    metrics: (format) =>
      renderMetrics(metrics.registry, format, families(), (metric, error) =>
        log.error({ metric, err: error }, 'metric could not be collected'),
      ),
    landing: landing(options),
    routes(app) {
      incidentsApi(app, { ready: watch.ready, board: watch.board, classOf });
      runbooks(app);
    },
  });
}

function renderedOncePerBoard(classOf: ClassOf, seriesPerCheck: number): (board: Board) => readonly Family[] {
  let rendered: { readonly board: Board; readonly families: readonly Family[] } | null = null;
  return (board) => {
    if (rendered?.board !== board)
      rendered = { board, families: incidentFamilies(board, classOf, seriesPerCheck) };
    return rendered.families;
  };
}

function landing({ watch, nextRun }: ServeOptions): Landing {
  return {
    title: 'Vizora Ops exporter',
    about: ['Looks at the platform and tells Prometheus what is wrong with it. It changes nothing.'],
    links: [
      { href: '/metrics', text: 'Metrics' },
      { href: '/api/v1/incidents', text: 'Incidents (JSON)' },
      { href: '/runbooks', text: 'Runbooks' },
      { href: '/-/healthy', text: 'Healthy' },
      { href: '/-/ready', text: 'Ready' },
    ],
    tables: () => [agentsTable(watch.statuses(), watch.board(), nextRun), incidentsTable(watch.board())],
  };
}

function agentsTable(
  statuses: readonly AgentStatus[],
  board: Board,
  nextRun: ServeOptions['nextRun'],
): LandingTable {
  return {
    caption: 'Agents',
    columns: ['agent', 'last look', 'took', 'next look', 'bad', 'good', 'unknown', 'open incidents'],
    rows: statuses.map(({ agent, lastRun }) => {
      const counts = [...(lastRun?.verdicts.values() ?? [])];
      const sum = (verdict: 'bad' | 'good' | 'unknown') =>
        String(counts.reduce((total, count) => total + count[verdict], 0));
      const open = [...board.values()].filter(
        (incident) => agentOf(incident) === agent.name && incident.state !== 'resolved',
      );
      const last = lastRun === null ? 'never' : moment(lastRun.endedAt);
      return [
        agent.name,
        lastRun === null || lastRun.failure === null ? last : `${last} (${lastRun.failure})`,
        lastRun === null ? '' : `${lastRun.endedAt - lastRun.startedAt} ms`,
        moment(nextRun(agent.name)),
        ...(lastRun === null ? ['', '', ''] : [sum('bad'), sum('good'), sum('unknown')]),
        String(open.length),
      ];
    }),
  };
}

const SHOWN_ON_THE_PAGE = 100;

function incidentsTable(board: Board): LandingTable {
  const known = [...board.values()].sort((a, b) => a.openedAt - b.openedAt);
  return {
    caption: known.length === 0 ? 'Nothing is known to be wrong' : 'Incidents',
    columns: ['incident', 'organisation', 'target', 'name', 'state', 'first seen', 'detail'],
    rows: known
      .slice(0, SHOWN_ON_THE_PAGE)
      .map(({ incident, target, state, openedAt, detail }) => [
        incident,
        target.org,
        `${target.kind}/${target.id}`,
        target.name,
        state,
        moment(openedAt),
        detail,
      ]),
  };
}

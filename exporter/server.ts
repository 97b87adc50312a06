import { type Landing, type LandingTable, moment } from '../core/http/landing-page.ts';
import { type RunningServer, startServer } from '../core/http/start-server.ts';
import type { AgentName } from '../core/incidents.ts';
import type { Log } from '../core/log.ts';
import type { Family } from '../core/metrics/family.ts';
import { renderMetrics } from '../core/metrics/render-metrics.ts';
import { type AgentStatus, agentFamilies } from './agent-families.ts';
import type { Board } from './board.ts';
import { dependencyFamilies, edgeFamilies } from './dependency-families.ts';
import type { Gathering } from './gather/gather.ts';
import { agentOf } from './incident.ts';
import { type ClassOf, incidentFamilies } from './incident-families.ts';
import { incidentsApi } from './incidents-api.ts';
import type { ExporterMetrics } from './metrics.ts';
import {
  accountFamilies,
  clockFamilies,
  coverageFamilies,
  pm2Families,
  probeFamilies,
} from './platform-families.ts';
import { runbooks } from './runbooks.ts';
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
  readonly gathering: Pick<
    Gathering,
    'lastProbes' | 'lastLists' | 'lastDependencies' | 'lastEdges' | 'coverage'
  >;
  readonly clockSkewMs: () => number | null;
  readonly seriesPerCheck: number;
  nextRun(agent: AgentName): number | null;
}

/** Serves what the exporter knows: metrics, incidents, and a page for people. */
export function serve(options: ServeOptions): Promise<RunningServer> {
  const { watch, metrics, log, classOf, enabled, organisations, gathering, clockSkewMs } = options;
  const incidents = renderedOncePerBoard(classOf, options.seriesPerCheck);
  const families = (): Family[] => [
    ...incidents(watch.board()),
    ...agentFamilies(watch.statuses(), enabled),
    ...probeFamilies(gathering.lastProbes()),
    ...pm2Families(gathering.lastLists()),
    ...dependencyFamilies(gathering.lastDependencies()),
    ...edgeFamilies(gathering.lastEdges()),
    ...accountFamilies(organisations),
    ...coverageFamilies(gathering.coverage()),
    ...clockFamilies(clockSkewMs()),
  ];
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

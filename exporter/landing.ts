import { type Landing, type LandingTable, moment } from '../core/http/landing-page.ts';
import type { AgentName } from '../core/incidents.ts';
import type { AgentStatus } from './agent-families.ts';
import type { Board } from './board.ts';
import { agentOf } from './incident.ts';
import type { Watch } from './watch.ts';

export interface LandingOptions {
  readonly watch: Pick<Watch, 'board' | 'statuses'>;
  /** Null where it is not known. */
  nextRun(agent: AgentName): number | null;
}

/** The page at `/`: what the agents found, and when they look next. */
export function landing({ watch, nextRun }: LandingOptions): Landing {
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
  nextRun: LandingOptions['nextRun'],
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

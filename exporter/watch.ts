import type { Clock } from '../core/clock.ts';
import type { Checks } from '../core/config/checks.ts';
import type { AgentName, IncidentType } from '../core/incidents.ts';
import type { Log } from '../core/log.ts';
import type { Agent } from './agent.ts';
import { type AgentStatus, afterRun } from './agent-families.ts';
import {
  afterFailedLook,
  afterLook,
  type Board,
  type Change,
  restoredBoard,
  without,
  withoutExpired,
} from './board.ts';
import { agentOf, type Incident } from './incident.ts';
import type { ExporterMetrics } from './metrics.ts';
import { readiness } from './readiness.ts';
import { type Gather, runAgent } from './run-agent.ts';
import type { Section } from './snapshot.ts';
import type { Store } from './store.ts';

/** An agent with the time between two of its looks, in ms. */
export interface WatchedAgent {
  readonly agent: Agent;
  /** As configured: how often it is asked whether it is due. */
  readonly intervalMs: number;
}

export interface WatchOptions {
  readonly agents: readonly WatchedAgent[];
  readonly gather: Gather;
  readonly checks: Checks;
  /** How much time must be between two readings of a section, in ms. */
  readonly leastIntervalMs: (section: Section) => number;
  /** What a check lacks that the platform should offer; null while it has all, or while that is not known. */
  readonly unavailable: (incident: IncidentType) => string | null;
  readonly clockSkewMs: () => number | null;
  readonly store: Store;
  readonly metrics: ExporterMetrics;
  readonly resolvedHoldMs: number;
  /** Is this organisation looked at? What is known of others is dropped. */
  readonly isWatched: (org: string) => boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the exporter knows, and the one way in which it comes to know more. */
export interface Watch {
  board(): Board;
  statuses(): readonly AgentStatus[];
  /** Null when what is known may be shown, else why not. */
  ready(): string | null;
  /** Has the agent's interval in force passed since its last look began? It never looked: then it is due. */
  isDue(agent: AgentName): boolean;
  /** Lets one agent look, and takes what it concludes to the board and to disk. */
  look(agent: AgentName): Promise<void>;
}

export function createWatch(options: WatchOptions): Watch {
  const { agents, checks, store, metrics, clock, log, resolvedHoldMs, isWatched } = options;
  const startedAt = clock.now();
  const statuses = new Map<AgentName, AgentStatus>(
    agents.map(({ agent, intervalMs }) => [
      agent.name,
      { agent, intervalMs, lastRun: null, lastSuccessAt: null },
    ]),
  );
  const lookedAt = new Map<AgentName, number>();
  let board = restoredBoard(store.incidents);
  let settled = store.origin === 'restored';

  function isNoLongerLookedFor(incident: Incident): boolean {
    const raises = statuses.get(agentOf(incident))?.agent.raises ?? [];
    const isRaised = raises.includes(incident.incident) && checks[incident.incident].enabled;
    return !isRaised || !isWatched(incident.target.org);
  }

  function tidy(before: Board, now: number) {
    const dropped = without(before, isNoLongerLookedFor);
    const expired = withoutExpired(dropped.board, now, resolvedHoldMs);
    return { board: expired.board, changes: [...dropped.changes, ...expired.changes] };
  }

  function save(changes: readonly Change[]): boolean {
    try {
      store.save(board, changes);
      return true;
    } catch (error) {
      log.error({ err: error }, 'the state could not be written');
      metrics.storeFailed();
      return false;
    }
  }

  /** Whole multiples of what is configured: the timetable asks no oftener. */
  function intervalInForce({ agent, intervalMs }: WatchedAgent): number {
    const least = Math.max(0, ...agent.needs.map(options.leastIntervalMs));
    return Math.max(1, Math.ceil(least / intervalMs)) * intervalMs;
  }

  const ready = () => readiness(store.origin, [...statuses.values()], startedAt, clock.now());

  /** Once what is known may be shown, the next start may show it at once. */
  function settle(): void {
    if (settled || ready() !== null) return;
    try {
      store.settle();
      settled = true;
    } catch (error) {
      log.error({ err: error }, 'the state could not be marked as whole');
      metrics.storeFailed();
    }
  }

  const tidied = tidy(board, startedAt);
  board = tidied.board;
  save(tidied.changes);

  return {
    board: () => board,
    statuses: () =>
      agents.flatMap((watched) => {
        const status = statuses.get(watched.agent.name);
        return status === undefined ? [] : [{ ...status, intervalMs: intervalInForce(watched) }];
      }),
    ready,
    isDue(name) {
      const watched = agents.find(({ agent }) => agent.name === name);
      const before = lookedAt.get(name);
      if (watched === undefined || before === undefined) return watched !== undefined;
      const since = clock.now() - before;
      // The timetable is not exact; and a clock that was set back must not silence an agent.
      return since < 0 || since >= intervalInForce(watched) - watched.intervalMs / 2;
    },
    async look(name) {
      const status = statuses.get(name);
      if (status === undefined) return;
      lookedAt.set(name, clock.now());
      const run = await runAgent(status.agent, options);
      const now = run.endedAt;
      const update =
        run.failure === null
          ? afterLook(board, name, run.statements, now)
          : afterFailedLook(board, name, now);
      const tidyUp = tidy(update.board, now);
      const changes = [...update.changes, ...tidyUp.changes];
      board = tidyUp.board;
      const saved = save(changes);
      const ended = saved || run.failure !== null ? run : { ...run, failure: 'store_failed' as const };
      statuses.set(name, afterRun(statuses.get(name) ?? status, ended));
      if (saved) settle();
      metrics.runEnded(ended);
      metrics.changed(changes);
      for (const change of changes) tell(log, change);
    },
  };
}

function tell(log: Log, { what, incident: { incident, target, detail, resolution } }: Change): void {
  if (what === 'confirmed' || what === 'removed') return;
  const subject = { incident, org: target.org, target: `${target.kind}/${target.id}` };
  if (what === 'opened') log.warn({ ...subject, detail }, 'incident opened');
  else if (what === 'resolved') log.info({ ...subject, resolution }, 'incident resolved');
  else log.info(subject, 'incident held, the look could not say');
}

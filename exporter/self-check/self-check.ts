import { Cron } from 'croner';
import type { Clock } from '../../core/clock.ts';
import { INCIDENT_TYPES, type IncidentType } from '../../core/incidents.ts';
import type { Log } from '../../core/log.ts';
import type { Observation } from '../../core/vizora/call.ts';
import { ROUTES } from '../../core/vizora/routes.ts';
import type { WatchedOrganisation } from '../watched-organisation.ts';
import { ACTION_NEEDS, type ProbedAction } from './action-needs.ts';
import { askOrganisations } from './ask-organisations.ts';
import { type Availability, availabilityOf, describeShortfalls, type KnownRoute } from './availability.ts';
import { CHECK_NEEDS } from './check-needs.ts';
import { isRead, type Need, type ProbedRoute } from './need.ts';
import type { RouteAnswer } from './probe-route.ts';
import { tellLosses } from './tell-losses.ts';

export interface SelfCheckOptions {
  readonly organisations: readonly WatchedOrganisation[];
  /** In which it is half past four; default the host's. */
  readonly timezone: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the platform offers of what checks and actions need, as far as it has told. */
export interface SelfCheck {
  /** Looks when it is time to. */
  lookIfDue(): Promise<void>;
  /** Told of every request: an answer that is not what the client reads is a reason to look again. */
  observed(observation: Pick<Observation, 'route' | 'status' | 'errorKind'>): void;
  routes(): ReadonlyMap<ProbedRoute, KnownRoute>;
  /** Only what needs anything. */
  checks(): ReadonlyMap<IncidentType, Availability>;
  actions(): ReadonlyMap<ProbedAction, Availability>;
  /** What a check lacks; null while it has all, or while that is not known. */
  unavailable(incident: IncidentType): string | null;
  /** When the platform last told anything to a self-check, in ms since the epoch. */
  answeredAt(): number | null;
}

/** How often it is to be asked whether it is due. */
export const SELF_CHECK_TICK_MS = 5 * 60_000;
const DAILY = '30 4 * * *';
const HOUR = 3_600_000;

const ALL_NEEDS: readonly Need[] = [...Object.values(CHECK_NEEDS), ...Object.values(ACTION_NEEDS)].flat();
/** What the API says of itself, whether or not it answers anything else. */
const HEALTH: readonly ProbedRoute[] = ['live', 'ready'];
/** Reads first: they find out who answers. Readiness is the first to hang. */
const rank = (route: ProbedRoute): number => (!isRead(route) ? 2 : HEALTH.includes(route) ? 1 : 0);
const PROBED: readonly ProbedRoute[] = [...new Set(ALL_NEEDS.map(({ route }) => route))].sort(
  (a, b) => rank(a) - rank(b),
);
const furtherOf = (route: ProbedRoute) =>
  ALL_NEEDS.flatMap((need) => (need.route === route && need.further !== undefined ? [need.further] : []));

/**
 * Finds out at start and daily whether the platform offers every route and field that a check or an action needs. What
 * it did not tell, or does not offer, is asked for again each hour; while nobody answered at all, at each tick. What was
 * told stays until it is told otherwise.
 */
export function createSelfCheck({ organisations, timezone, clock, log }: SelfCheckOptions): SelfCheck {
  const daily = new Cron(DAILY, timezone === undefined ? {} : { timezone });
  const known = new Map<ProbedRoute, KnownRoute>();
  const open = new Set<ProbedRoute>(PROBED);
  let wholeAt: number | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let answeredAt: number | null = null;
  let somebodyAnswered = false;
  const tell = tellLosses(log);

  function dueRoutes(now: number): readonly ProbedRoute[] {
    // A clock that was set back knows nothing of when that was.
    if (wholeAt === null || now < wholeAt) return PROBED;
    const next = daily.nextRun(new Date(wholeAt));
    if (next !== null && next.getTime() <= now) return PROBED;
    return somebodyAnswered && now - lookedAt < HOUR ? [] : PROBED.filter((route) => open.has(route));
  }

  function take(route: ProbedRoute, answer: RouteAnswer): void {
    if (answer.is === 'missing') known.set(route, { present: false, lacks: null });
    if (answer.is === 'present') {
      const before = known.get(route);
      known.set(route, { present: true, lacks: answer.lacks ?? before?.lacks ?? null });
    }
    const isWhole =
      answer.is === 'present' && answer.lacks !== null && [...answer.lacks.values()].flat().length === 0;
    if (isWhole) open.delete(route);
    else open.add(route);
  }

  const checks = () =>
    new Map(
      INCIDENT_TYPES.filter((incident) => CHECK_NEEDS[incident].length > 0).map((incident) => [
        incident,
        availabilityOf(CHECK_NEEDS[incident], known),
      ]),
    );
  const actions = () =>
    new Map(
      (Object.keys(ACTION_NEEDS) as ProbedAction[])
        .filter((action) => ACTION_NEEDS[action].length > 0)
        .map((action) => [action, availabilityOf(ACTION_NEEDS[action], known)]),
    );

  return {
    async lookIfDue() {
      const now = clock.now();
      const routes = organisations.length === 0 ? [] : dueRoutes(now);
      if (routes.length === 0) return;
      if (routes === PROBED) wholeAt = now;
      lookedAt = now;
      const ask = askOrganisations(organisations);
      const untold = new Map<ProbedRoute, string>();
      somebodyAnswered = false;
      for (const route of routes) {
        const answer = await ask(route, furtherOf(route));
        take(route, answer);
        if (answer.is === 'untold') untold.set(route, answer.why);
        const answers = answer.is !== 'untold' || answer.trouble === 'route';
        somebodyAnswered ||= answers && !HEALTH.includes(route);
      }
      if (untold.size < routes.length) answeredAt = clock.now();
      tell({ checks: checks(), actions: actions(), untold });
    },
    observed({ route, status, errorKind }) {
      const isGone = status === 404 && errorKind === 'rejected' && !route.includes(':id');
      if (errorKind !== 'unexpected_shape' && !isGone) return;
      for (const probed of PROBED) if (ROUTES[probed] === route) open.add(probed);
    },
    routes: () => known,
    checks,
    actions,
    unavailable(incident) {
      const { available, shortfalls } = availabilityOf(CHECK_NEEDS[incident], known);
      return available === false ? describeShortfalls(shortfalls) : null;
    },
    answeredAt: () => answeredAt,
  };
}

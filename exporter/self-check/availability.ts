import type { z } from 'zod';
import { ANSWERS } from '../../core/vizora/answers.ts';
import { ROUTES } from '../../core/vizora/routes.ts';
import { isRead, type Need, type ProbedRoute } from './need.ts';
import type { Lacks } from './probe-route.ts';

/** What is known of a route: `lacks` is null until a row of its answer was seen. */
export interface KnownRoute {
  readonly present: boolean;
  readonly lacks: Lacks | null;
}

export type KnownRoutes = ReadonlyMap<ProbedRoute, KnownRoute>;

/** What a need is not given: a route, or fields of its answer. */
export interface Shortfall {
  readonly route: ProbedRoute;
  /** Empty where the route itself is missing. */
  readonly fields: readonly string[];
}

/** `null` where that is not known: something was not told, and nothing that was is missing. */
export interface Availability {
  readonly available: boolean | null;
  readonly shortfalls: readonly Shortfall[];
}

/** Whether the platform offers all that is needed. One thing that is known to be missing decides. */
export function availabilityOf(needs: readonly Need[], known: KnownRoutes): Availability {
  const shortfalls = needs.flatMap((need) => shortfallOf(need, known));
  if (shortfalls.length > 0) return { available: false, shortfalls };
  const isKnown = ({ route }: Need) => (known.get(route)?.lacks ?? null) !== null;
  return { available: needs.every(isKnown) ? true : null, shortfalls };
}

function shortfallOf({ route, further }: Need, known: KnownRoutes): Shortfall[] {
  const state = known.get(route);
  if (state === undefined) return [];
  if (!state.present) return [{ route, fields: [] }];
  const asked: (z.ZodType | undefined)[] = [isRead(route) ? ANSWERS[route] : undefined, further];
  const fields = asked.flatMap((schema) => (schema && state.lacks?.get(schema)) ?? []);
  return fields.length === 0 ? [] : [{ route, fields: [...new Set(fields)] }];
}

/** As people read it: `GET /api/v1/displays lacks data[].location`. */
export const describeShortfalls = (shortfalls: readonly Shortfall[]): string =>
  shortfalls
    .map(({ route, fields }) =>
      fields.length === 0 ? `${ROUTES[route]} is missing` : `${ROUTES[route]} lacks ${fields.join(', ')}`,
    )
    .join('; ');

import { z } from 'zod';
import { ANSWERS, type ReadRoute } from '../../core/vizora/answers.ts';
import type { RefusedWrite } from '../../core/vizora/refused-writes.ts';

/** A route whose presence can be found out without any effect. */
export type ProbedRoute = ReadRoute | RefusedWrite;

/** What a check or an action needs of the platform: a route, and the fields of its answer that the client reads. */
export interface Need {
  readonly route: ProbedRoute;
  /** Fields that the client can do without, since they come with some answers only, and this need cannot. */
  readonly further?: z.ZodType;
}

export const needs = (...routes: readonly (ProbedRoute | Need)[]): readonly Need[] =>
  routes.map((route) => (typeof route === 'string' ? { route } : route));

/** A list whose every row has these fields. */
export const rowsWith = (fields: z.ZodRawShape): z.ZodType => z.object({ data: z.array(z.object(fields)) });

export const isRead = (route: ProbedRoute): route is ReadRoute => Object.hasOwn(ANSWERS, route);

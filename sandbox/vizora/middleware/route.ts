import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Strict } from '../strictness.ts';
import type { Role } from '../world/rows.ts';
import type { Deps } from './deps.ts';
import type { Session } from './gates/token-gate.ts';

/** What a handler is given, after every gate has let the request through. */
export interface Call<Query = unknown, Body = unknown> {
  /** Null on public routes. */
  readonly session: Session | null;
  /** The caller's organisation; empty on public routes. */
  readonly organizationId: string;
  /** `:id` of the path; empty where there is none. */
  readonly id: string;
  readonly query: Query;
  readonly body: Body;
  readonly deps: Deps;
  readonly request: Request;
  readonly response: Response;
}

/** One route of the API, as a value: who may, how often, what comes in, and what is done. */
export interface Route<Query = unknown, Body = unknown> {
  readonly method: 'get' | 'post' | 'patch' | 'delete' | 'put';
  readonly path: string;
  /** Everyone, every session, these roles, or super admins. */
  readonly access: 'public' | 'session' | 'super_admin' | readonly Role[];
  /** Default: 201 for POST, else 200. */
  readonly status?: number;
  /** Limit of the route's own window, per minute; default 1000. */
  readonly perMinute?: number;
  /** Health routes: without a window of their own. */
  readonly health?: boolean;
  /** Whether an API key opens it. */
  readonly apiKeys?: boolean;
  /** Open to organisations that do not pay. */
  readonly ungated?: boolean;
  /** What `:id` must look like: a UUID, or a UUID or CUID. */
  readonly id?: 'uuid' | 'any';
  readonly query?: (strict: Strict) => z.ZodType<Query>;
  readonly body?: (strict: Strict) => z.ZodType<Body>;
  handle(call: Call<Query, Body>): Promise<unknown>;
}

/** Ties the types of a route together; the list of routes forgets them again. */
export const defineRoute = <Query = unknown, Body = unknown>(route: Route<Query, Body>): Route =>
  route as unknown as Route;

/** An answer that is sent as it is: no envelope around it. */
export class Bare {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    this.status = status;
    this.body = body;
  }
}

/** What managers may do, in the order in which refusals name the roles. */
export const EDITORS: readonly Role[] = ['admin', 'manager'];
export const ADMINS: readonly Role[] = ['admin'];

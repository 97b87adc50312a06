/**
 * Everything that can go wrong between us and the platform; a closed set, used as a metric label.
 *
 * - `unauthorized`: the login or the token was refused (401)
 * - `login_stopped`: no login is tried any more until the password changes or the process restarts
 * - `forbidden`: the account's role, or the organisation's subscription, does not allow it (403)
 * - `rejected`: the platform, or our own check of an id, refused the request (other 4xx)
 * - `rate_limited`: the platform said 429
 * - `budget_exhausted`: our own request budget has no room soon enough; nothing was sent
 * - `timeout`: no whole answer in time; a write may or may not have happened
 * - `connection`: refused, reset or cut; a write may or may not have happened
 * - `server_error`: 5xx
 * - `unexpected_shape`: an answer that is not what the platform is known to send
 * - `wrong_organisation`: the account belongs to another organisation than configured
 */
export const VIZORA_ERROR_KINDS = [
  'unauthorized',
  'login_stopped',
  'forbidden',
  'rejected',
  'rate_limited',
  'budget_exhausted',
  'timeout',
  'connection',
  'server_error',
  'unexpected_shape',
  'wrong_organisation',
] as const;
export type VizoraErrorKind = (typeof VIZORA_ERROR_KINDS)[number];

interface Circumstances {
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly platformMessage?: string | undefined;
  readonly cause?: unknown;
}

/** A failed request: the message names the route and, where there is one, the cure; it holds no secret. */
export class VizoraError extends Error {
  readonly kind: VizoraErrorKind;
  /** Method and template of the path, as in `GET /api/v1/schedules/:id`. */
  readonly route: string;
  readonly status?: number;
  /** How long to wait before this route may be asked again, where that is known. */
  readonly retryAfterMs?: number;
  /** What the platform wrote in its error body, shortened; data to show, never to interpret further. */
  readonly platformMessage?: string;

  constructor(kind: VizoraErrorKind, route: string, explanation: string, more: Circumstances = {}) {
    super(`${route}: ${explanation}`, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'VizoraError';
    this.kind = kind;
    this.route = route;
    if (more.status !== undefined) this.status = more.status;
    if (more.retryAfterMs !== undefined) this.retryAfterMs = more.retryAfterMs;
    if (more.platformMessage !== undefined) this.platformMessage = more.platformMessage;
  }
}

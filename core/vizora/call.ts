import type { z } from 'zod';
import type { Clock } from '../clock.ts';
import { VizoraError, type VizoraErrorKind } from './errors.ts';
import { readAnswer } from './read-answer.ts';
import { DEFAULT_WAIT_MS, type RequestBudget } from './request-budget.ts';
import type { HttpRequest, Transport } from './transport.ts';

const READ_ATTEMPTS = 3;
const FIRST_BACKOFF_MS = 200;
const PASSING_STATUSES: readonly unknown[] = [502, 503, 504];

/** One HTTP request that was sent, for metrics. */
export interface Observation {
  readonly route: string;
  /** Null when no answer came. */
  readonly status: number | null;
  /** Null when all was well. */
  readonly errorKind: VizoraErrorKind | null;
  readonly ms: number;
}

export interface CallOptions<T> extends Omit<HttpRequest, 'timeoutMs'> {
  /** Of the payload inside the envelope. */
  readonly schema: z.ZodType<T>;
  /** The longest wait for the request budget in ms, and for a 429 that says how long. */
  readonly maxWaitMs?: number | undefined;
  /** For all attempts together, in ms, without waits for the budget; never above the client's own. */
  readonly timeoutMs?: number | undefined;
  /** Ends waiting before and between requests; a request that was sent is not cut. */
  readonly signal?: AbortSignal | undefined;
}

/** @throws VizoraError */
export type Call = <T>(options: CallOptions<T>) => Promise<T>;

export interface CallDependencies {
  readonly transport: Transport;
  readonly budget: RequestBudget;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly random: () => number;
  readonly observe: (observation: Observation) => void;
}

/**
 * Asks the platform within budget and time. Only reads are tried again, and only after trouble that passes:
 * no connection, no answer in time, 502 to 504, or a 429 whose wait is short. A write is sent once.
 */
export function createCall(dependencies: CallDependencies): Call {
  const { transport, budget, clock, random, observe } = dependencies;

  async function once<T>(options: CallOptions<T>, timeoutMs: number): Promise<T> {
    const { method, route, path, token, body, schema } = options;
    const startedAt = clock.now();
    let status: number | null = null;
    let errorKind: VizoraErrorKind | null = null;
    try {
      const answer = await transport.send({ method, route, path, token, body, timeoutMs });
      status = answer.status;
      return readAnswer(route, answer, schema, clock.now());
    } catch (error) {
      if (error instanceof VizoraError) errorKind = error.kind;
      throw error;
    } finally {
      observe({ route, status, errorKind, ms: clock.now() - startedAt });
    }
  }

  async function room(route: string, maxWaitMs: number, signal: AbortSignal | undefined): Promise<void> {
    try {
      await budget.take(route, signal, maxWaitMs);
    } catch (error) {
      if (error instanceof VizoraError) observe({ route, status: null, errorKind: error.kind, ms: 0 });
      throw error;
    }
  }

  return async (options) => {
    const maxWaitMs = options.maxWaitMs ?? DEFAULT_WAIT_MS;
    const attempts = options.method === 'GET' ? READ_ATTEMPTS : 1;
    let timeLeft = Math.min(options.timeoutMs ?? dependencies.timeoutMs, dependencies.timeoutMs);
    for (let attempt = 1; ; attempt++) {
      await room(options.route, maxWaitMs, options.signal);
      const startedAt = clock.now();
      try {
        return await once(options, timeLeft);
      } catch (error) {
        if (!(error instanceof VizoraError)) throw error;
        timeLeft -= clock.now() - startedAt;
        if (error.retryAfterMs !== undefined) budget.block(options.route, clock.now() + error.retryAfterMs);
        const backoff = FIRST_BACKOFF_MS * 2 ** (attempt - 1) * (0.5 + random());
        if (attempt >= attempts || !mayPass(error, maxWaitMs) || timeLeft <= backoff) throw error;
        if (error.kind === 'rate_limited') continue;
        timeLeft -= backoff;
        await clock.sleep(backoff, options.signal);
      }
    }
  };
}

function mayPass(error: VizoraError, maxWaitMs: number): boolean {
  if (error.kind === 'rate_limited')
    return error.retryAfterMs !== undefined && error.retryAfterMs <= maxWaitMs;
  if (error.kind === 'server_error') return PASSING_STATUSES.includes(error.status);
  return error.kind === 'connection' || error.kind === 'timeout';
}

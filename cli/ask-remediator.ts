import { z } from 'zod';

/** The remediator gave no answer at all. */
export class UnreachableError extends Error {}

/** It answered, and the answer is no; `status` is HTTP's. */
export class RefusedError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The running remediator, over HTTP. */
export interface Remediator {
  /** @throws UnreachableError, RefusedError */
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  /** @throws UnreachableError, RefusedError */
  post<T>(path: string, body: Readonly<Record<string, unknown>>, schema: z.ZodType<T>): Promise<T>;
}

const TIMEOUT_MS = 10_000;
const Refusal = z.object({ error: z.string() });

/** @param token the operator's, or null where none is configured */
export function askRemediator(url: string, token: string | null): Remediator {
  async function ask<T>(path: string, init: RequestInit, schema: z.ZodType<T>): Promise<T> {
    const { status, content } = await fetched(path, init);
    if (status !== 200) throw new RefusedError(status, explain(status, content));
    const parsed = schema.safeParse(content);
    if (parsed.success) return parsed.data;
    throw new UnreachableError(
      `what answers at ${url} is no remediator (${parsed.error.issues[0]?.message})`,
    );
  }

  async function fetched(path: string, init: RequestInit): Promise<{ status: number; content: unknown }> {
    const headers = {
      'Content-Type': 'application/json',
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
    };
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetch(`${url}/api/v1${path}`, { ...init, headers, signal, redirect: 'error' });
      return { status: response.status, content: await response.json() };
    } catch (error) {
      throw new UnreachableError(`the remediator at ${url} does not answer (${causeOf(error)})`, {
        cause: error,
      });
    }
  }

  return {
    get: (path, schema) => ask(path, { method: 'GET' }, schema),
    post: (path, body, schema) => ask(path, { method: 'POST', body: JSON.stringify(body) }, schema),
  };
}

/** One that cannot even be asked: what stands against it is told with each question. */
export function notToBeAsked(why: unknown): Remediator {
  const refuse = () => Promise.reject(why);
  return { get: refuse, post: refuse };
}

function explain(status: number, content: unknown): string {
  const word = Refusal.safeParse(content).data?.error ?? `HTTP ${status}`;
  if (status === 401) return 'the remediator asks for its operator token: give it with --token-file';
  return status === 404 ? 'nothing is known about that; decisions and remediations list what is' : word;
}

function causeOf(error: unknown): string {
  const { cause } = error instanceof Error ? error : { cause: undefined };
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error instanceof Error ? error.message : String(error);
}

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

/** What was asked makes no sense; the message says why. */
export class UsageError extends Error {}

/** The running remediator, over HTTP. */
export interface Remediator {
  /** @throws UnreachableError, RefusedError */
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  /** @throws UnreachableError, RefusedError */
  post<T>(
    path: string,
    body: Readonly<Record<string, unknown>>,
    schema: z.ZodType<T>,
    withinMs?: number,
  ): Promise<T>;
}

type Question = { readonly method: 'GET' } | { readonly method: 'POST'; readonly body: string };
type Sent = Question & {
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
  readonly redirect: 'error';
};

const TIMEOUT_MS = 10_000;
const Refusal = z.object({ error: z.string() });

/** What an HTTPS remediator is known by, and what it may ask for; the contents of PEM files. */
export interface Certificates {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/**
 * @param token the operator's, or null where none is configured
 * @param certificates those of the machine where none are given
 */
export function askRemediator(
  url: string,
  token: string | null,
  certificates: Certificates = {},
): Remediator {
  async function ask<T>(
    path: string,
    init: Question,
    schema: z.ZodType<T>,
    withinMs = TIMEOUT_MS,
  ): Promise<T> {
    const { status, content } = await fetched(path, init, withinMs);
    if (status !== 200) throw new RefusedError(status, explain(status, content));
    const parsed = schema.safeParse(content);
    if (parsed.success) return parsed.data;
    throw new UnreachableError(
      `what answers at ${url} is no remediator (${parsed.error.issues[0]?.message})`,
    );
  }

  async function fetched(
    path: string,
    init: Question,
    withinMs: number,
  ): Promise<{ status: number; content: unknown }> {
    const headers: Sent['headers'] = {
      'Content-Type': 'application/json',
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
    };
    try {
      const signal = AbortSignal.timeout(withinMs);
      const request: Sent = { ...init, headers, signal, redirect: 'error' as const };
      return await send(`${url}/api/v1${path}`, request, certificates);
    } catch (error) {
      throw new UnreachableError(`the remediator at ${url} does not answer (${causeOf(error)})`, {
        cause: error,
      });
    }
  }

  return {
    get: (path, schema) => ask(path, { method: 'GET' }, schema),
    post: (path, body, schema, withinMs) =>
      ask(path, { method: 'POST', body: JSON.stringify(body) }, schema, withinMs),
  };
}

async function send(
  url: string,
  request: Sent,
  certificates: Certificates,
): Promise<{ status: number; content: unknown }> {
  if (Object.keys(certificates).length === 0) {
    const response = await fetch(url, request);
    return { status: response.status, content: await response.json() };
  }
  const { Agent, fetch: fetchWith } = await import('undici');
  const dispatcher = new Agent({ connect: certificates });
  try {
    const response = await fetchWith(url, { ...request, dispatcher });
    return { status: response.status, content: await response.json() };
  } finally {
    await dispatcher.close();
  }
}

/** One that cannot even be asked: what stands against it is told with each question. */
export function notToBeAsked(why: unknown): Remediator {
  const refuse = () => Promise.reject(why);
  return { get: refuse, post: refuse };
}

function explain(status: number, content: unknown): string {
  const word = Refusal.safeParse(content).data?.error ?? `HTTP ${status}`;
  if (word === 'client_certificate_needed') {
    return 'the remediator asks for a certificate: give it with --tls-cert and --tls-key';
  }
  if (status === 401) return 'the remediator asks for its operator token: give it with --token-file';
  return status === 404 ? 'nothing is known about that; decisions and remediations list what is' : word;
}

function causeOf(error: unknown): string {
  const { cause } = error instanceof Error ? error : { cause: undefined };
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error instanceof Error ? error.message : String(error);
}

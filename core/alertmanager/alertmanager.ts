// The parts alone: the package's entry point loads fetch, caches and more, which cost memory.
import request from 'undici/lib/api/api-request.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import { z } from 'zod';
import { ActiveAlert, type NewAlert, type NewSilence, Silence, SilenceMade } from './schema.ts';

/** An Alertmanager that gave no usable answer. */
export class AlertmanagerError extends Error {
  constructor(url: string, explanation: string, options?: ErrorOptions) {
    super(`Alertmanager at ${url}: ${explanation}`, options);
    this.name = 'AlertmanagerError';
  }
}

const EVERY_STATE = { active: 'true', silenced: 'true', inhibited: 'true', unprocessed: 'true' };

/** One Alertmanager, asked over its API v2. */
export interface Alertmanager {
  readonly url: string;
  /**
   * All alerts that have not ended, whatever suppresses them.
   *
   * @param matchers as Alertmanager writes them, all of which must hold
   * @throws AlertmanagerError
   */
  alerts(matchers: readonly string[]): Promise<readonly ActiveAlert[]>;
  /** @throws AlertmanagerError */
  silences(): Promise<readonly Silence[]>;
  /** @throws AlertmanagerError */
  addAlert(alert: NewAlert): Promise<void>;
  /** @returns its id @throws AlertmanagerError */
  addSilence(silence: NewSilence): Promise<string>;
  /** Ends a silence now; one that is over already stays so. @throws AlertmanagerError, also when it has no such silence */
  endSilence(id: string): Promise<void>;
  close(): Promise<void>;
}

/** A thousand alerts are less than 1 MB; what is larger is no answer to be believed. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** @param timeoutMs for connecting, and again for the whole answer */
export function createAlertmanager(options: { url: string; timeoutMs: number }): Alertmanager {
  const { url, timeoutMs } = options;
  const { origin, pathname } = new URL(url);
  const prefix = pathname.replace(/\/$/, '');
  const agent = new Agent({
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: MAX_BODY_BYTES,
  });

  async function send<T>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    schema: z.ZodType<T>,
    body?: unknown,
  ): Promise<T> {
    const signal = AbortSignal.timeout(timeoutMs);
    let status: number;
    let content: unknown;
    try {
      const response = await request.call(agent, {
        origin,
        path: `${prefix}/api/v2/${path}`,
        method,
        ...(body === undefined
          ? {}
          : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
        signal,
      });
      status = response.statusCode;
      if (status !== 200) await response.body.dump();
      else content = parsed(await response.body.text());
    } catch (error) {
      throw new AlertmanagerError(url, error instanceof Error ? error.message : String(error), {
        cause: error,
      });
    }
    if (status !== 200) throw new AlertmanagerError(url, `answered ${status}`);
    const answer = schema.safeParse(content);
    if (answer.success) return answer.data;
    throw new AlertmanagerError(url, `answered what is not expected (${answer.error.issues[0]?.message})`);
  }

  const get = <T>(path: string, schema: z.ZodType<T>) => send('GET', path, schema);

  return {
    url,
    alerts(matchers) {
      const query = new URLSearchParams(EVERY_STATE);
      for (const matcher of matchers) query.append('filter', matcher);
      return get(`alerts?${query}`, z.array(ActiveAlert));
    },
    silences: () => get('silences', z.array(Silence)),
    async addAlert(alert) {
      await send('POST', 'alerts', z.unknown(), [alert]);
    },
    async addSilence(silence) {
      return (await send('POST', 'silences', SilenceMade, silence)).silenceID;
    },
    async endSilence(id) {
      const path = `silence/${encodeURIComponent(id)}`;
      try {
        await send('DELETE', path, z.unknown());
      } catch (error) {
        // Another member of its cluster may have told it so already, which it takes for an error.
        const { status } = await get(path, Silence);
        if (status.state !== 'expired') throw error;
      }
    },
    close: () => agent.close(),
  };
}

/** Some answers have no body. */
const parsed = (text: string): unknown => (text.trim() === '' ? undefined : JSON.parse(text));

/** `name="value"`, with the value quoted so that it stays a value whatever it holds. */
export function equals(label: string, value: string): string {
  return `${label}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

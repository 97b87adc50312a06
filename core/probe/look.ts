import type { IncomingHttpHeaders } from 'node:http';
import type { ProbeSample } from '../checks/service-down.ts';
import { fetchOnce } from './fetch-once.ts';
import { ownRefusal } from './own-refusal.ts';

/** What one connection to a service showed. */
export type Look = Pick<ProbeSample, 'outcome' | 'detail'> & {
  /** The headers of a refusal for asking too often: they say how long to stay away. */
  readonly refusal?: IncomingHttpHeaders;
};

export const up: Look = { outcome: 'up', detail: 'answers' };
export const down = (detail: string): Look => ({ outcome: 'down', detail });
export const cannotTell = (detail: string): Look => ({ outcome: 'unknown', detail });

/** An answer with status 200, for the caller to judge its body; everything else is judged already. */
export type Answer =
  | { readonly ok: true; readonly headers: IncomingHttpHeaders; readonly body: string; readonly url: URL }
  | { readonly ok: false; readonly look: Look };

const MAX_REDIRECTS = 3;

/**
 * `entrance`: what a service is found by, which another release may offer elsewhere. `asset`: what its page refers to,
 * so that it must be there.
 */
type Asked = 'entrance' | 'asset';

/** Asks for a URL, follows redirects within the same server, and judges everything but the body. */
export async function ask(asked: Asked, url: URL, signal: AbortSignal, redirects = 0): Promise<Answer> {
  const outcome = await fetchOnce(url, signal);
  if (!outcome.answered) return { ok: false, look: down(`${url.pathname}: ${outcome.detail}`) };
  const { status, headers, body } = outcome;
  if (status === 200) return { ok: true, headers, body, url };
  if (status === 429) {
    const look = cannotTell(`${url.pathname}: refused for asking too often (429)`);
    return { ok: false, look: { ...look, refusal: headers } };
  }
  const refusal = asked === 'entrance' ? ownRefusal(outcome) : null;
  if (refusal !== null) {
    return { ok: false, look: cannotTell(`${url.pathname}: the service itself says ${status}, ${refusal}`) };
  }
  const target = status >= 300 && status < 400 ? URL.parse(headers.location ?? '', url.href) : null;
  if (target === null) return { ok: false, look: down(`${url.pathname}: status ${status}`) };
  // A page may send people to its public address; what answers there is not the service on loopback.
  if (target.origin !== url.origin) {
    return { ok: false, look: cannotTell(`${url.pathname}: redirects to another server`) };
  }
  if (redirects >= MAX_REDIRECTS) return { ok: false, look: down(`${url.pathname}: redirects in circles`) };
  return ask(asked, target, signal, redirects + 1);
}

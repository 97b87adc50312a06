import type { IncomingMessage } from 'node:http';

/**
 * Whether a browser says that another site's page sent this; programs say nothing of the kind. Where it says both, the
 * first counts: a proxy may have changed the name that the origin would be compared with.
 */
export function isFromAnotherPage({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin, host } = headers;
  return origin !== undefined && URL.parse(origin)?.host !== host;
}

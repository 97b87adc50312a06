import type { IncomingMessage } from 'node:http';

/** Whether a browser says that another site's page sent this; programs say nothing of the kind. */
export function isFromAnotherPage({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const { origin, host } = headers;
  return origin !== undefined && URL.parse(origin)?.host !== host;
}

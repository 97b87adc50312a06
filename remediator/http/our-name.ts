import { isIP } from 'node:net';

/** Where a remediator listens, and where people reach it. */
export interface Places {
  readonly listen: string;
  readonly public_url?: string | undefined;
}

/**
 * Whether a request was sent to a name of ours. A foreign page in a browser can make any name of its own lead here, and is
 * then taken by the browser for a page of ours; with an address, or a name that is not its own, it cannot.
 *
 * @param host the header of that name
 */
export function isOurName(host: string | undefined, { listen, public_url }: Places): boolean {
  const name = nameIn(host ?? '');
  if (isIP(name) !== 0 || name === 'localhost') return true;
  const ours = [nameIn(listen), ...(public_url === undefined ? [] : [new URL(public_url).hostname])];
  return name !== '' && ours.includes(name);
}

/** Without the port, and an IPv6 address without its brackets. */
const nameIn = (host: string): string =>
  host
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();

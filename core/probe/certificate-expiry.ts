import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate } from 'node:tls';

/**
 * When the first of the certificates expires that a server presents, in ms since the epoch; null where it presents none
 * that can be read. Also of certificates that are not valid: nothing is sent over the connection, which only serves to
 * read them, so they need not be trusted.
 */
export function certificateExpiry(url: URL, timeoutMs: number): Promise<number | null> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const { promise, resolve } = Promise.withResolvers<number | null>();
  const socket = connect({
    host,
    port: url.port === '' ? 443 : Number(url.port),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    rejectUnauthorized: false,
  });
  const timer = setTimeout(() => resolve(null), timeoutMs);
  socket.once('secureConnect', () => resolve(earliest(socket.getPeerCertificate(true))));
  // Why there is no connection is told by the probe of the same address.
  socket.on('error', () => resolve(null));
  return promise.finally(() => {
    clearTimeout(timer);
    socket.destroy();
  });
}

function earliest(leaf: DetailedPeerCertificate): number | null {
  const ends: number[] = [];
  const seen = new Set<DetailedPeerCertificate>();
  for (let it: DetailedPeerCertificate | undefined = leaf; it !== undefined && !seen.has(it); ) {
    seen.add(it);
    const end = Date.parse(it.valid_to);
    if (!Number.isNaN(end)) ends.push(end);
    it = it.issuerCertificate;
  }
  return ends.length === 0 ? null : Math.min(...ends);
}

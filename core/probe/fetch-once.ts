import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';

/**
 * Not imported: an import of `node:http` evaluates everything that it exports, Node's own fetch and WebSocket
 * included, which costs some 10 MB of resident memory.
 */
const http = process.getBuiltinModule('node:http');
const https = process.getBuiltinModule('node:https');

/** A whole answer, or why there is none. Redirects are answers. */
export type FetchOutcome =
  | {
      readonly answered: true;
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly body: string;
    }
  | { readonly answered: false; readonly detail: string };

/** Nothing that is probed is larger; what is, is cut off and counts as an answer that cannot be judged. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/**
 * One GET over a connection of its own, never a reused one: a kept connection would always reach the same
 * worker of a cluster, and would not show a service that accepts nobody new.
 *
 * @param signal ends it at any point, the body included; its time is the caller's
 */
export function fetchOnce(
  url: URL,
  signal: AbortSignal,
  headers: OutgoingHttpHeaders = {},
): Promise<FetchOutcome> {
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve) => {
    const fail = (error: unknown) =>
      resolve({ answered: false, detail: signal.aborted ? 'no answer in time' : nameOf(error) });
    request(
      url,
      { agent: false, signal, headers: { Accept: '*/*', 'User-Agent': 'vizora-ops', ...headers } },
      (response) => {
        readBody(response).then(
          (body) =>
            resolve({ answered: true, status: response.statusCode ?? 0, headers: response.headers, body }),
          fail,
        );
      },
    )
      .on('error', fail)
      .end();
  });
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) {
      response.destroy();
      throw new Error(`body above ${MAX_BODY_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection cut',
  ENOTFOUND: 'host name not found',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is signed by an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate is signed by an authority that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate comes without those that it rests on',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another name',
};

/** The failure of a connection in a few words: what is known under a code has words of its own. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return WORDS[code] ?? (code === '' ? error.message : code);
}

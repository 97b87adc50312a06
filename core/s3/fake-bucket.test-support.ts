import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeObject {
  readonly key: string;
  readonly size: number;
  /** In ms since the epoch; S3 tells whole seconds. */
  readonly at: number;
}

/** A bucket of an S3-compatible service that lists, checks every signature, and does nothing else. */
export interface FakeBucket extends AsyncDisposable {
  readonly endpoint: string;
  objects: readonly FakeObject[];
  /** Of one page at most. */
  pageSize: number;
  /** What it answers instead, as a status and a code. */
  refusal: { readonly status: number; readonly code: string } | null;
  /** Pages that were served. */
  pages: number;
}

export const BUCKET = 'vizora-backups';
export const REGION = 'eu-central-1';
export const KEYS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'wJalr/XUtnFEMI+bPxRfiCY' } as const;

class Refused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

export async function startBucket(objects: readonly FakeObject[] = []): Promise<FakeBucket> {
  const server = createServer((request, response) => {
    const send = (status: number, xml: string) =>
      response.writeHead(status, { 'Content-Type': 'application/xml' }).end(`<?xml version="1.0"?>\n${xml}`);
    try {
      if (bucket.refusal !== null) throw new Refused(bucket.refusal.status, bucket.refusal.code);
      checkSignature(request);
      const xml = list(new URL(request.url ?? '', 'http://x'), bucket);
      bucket.pages += 1;
      send(200, xml);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      send(error.status, `<Error><Code>${error.code}</Code><Message>no: ${error.code}</Message></Error>`);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bucket: FakeBucket = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    pageSize: 1_000,
    refusal: null,
    pages: 0,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return bucket;
}

const KNOWN = ['list-type', 'prefix', 'continuation-token', 'max-keys', 'x-id'];

function list({ pathname, searchParams: query }: URL, { objects, pageSize }: FakeBucket): string {
  if (![`/${BUCKET}`, `/${BUCKET}/`].includes(pathname)) throw new Refused(404, 'NoSuchBucket');
  if ([...query.keys()].some((name) => !KNOWN.includes(name))) throw new Refused(400, 'InvalidArgument');
  if (query.get('list-type') !== '2') throw new Refused(501, 'NotImplemented');
  const token = query.get('continuation-token');
  const after = token === null ? '' : Buffer.from(token, 'base64').toString();
  const matching = objects
    .filter(({ key }) => key.startsWith(query.get('prefix') ?? '') && key > after)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const page = matching.slice(0, pageSize);
  const truncated = matching.length > page.length;
  const next = truncated ? Buffer.from(page.at(-1)?.key ?? '').toString('base64') : null;
  return [
    '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
    `<Name>${BUCKET}</Name><Prefix>${escaped(query.get('prefix') ?? '')}</Prefix>`,
    `<KeyCount>${page.length}</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>${truncated}</IsTruncated>`,
    next === null ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`,
    ...page.map(
      ({ key, size, at }) =>
        `<Contents><Key>${escaped(key)}</Key><LastModified>${new Date(at).toISOString()}</LastModified>` +
        `<ETag>&quot;0&quot;</ETag><Size>${size}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
    ),
    '</ListBucketResult>',
  ].join('');
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;
const LARGEST_SKEW_MS = 15 * 60_000;

/** Signature Version 4, computed anew from what arrived. */
function checkSignature({ method, url = '', headers }: IncomingMessage): void {
  const [, id, day = '', region = '', signed = '', signature = ''] =
    AUTHORIZATION.exec(headers.authorization ?? '') ?? [];
  if (id === undefined) throw new Refused(403, 'AccessDenied');
  if (id !== KEYS.accessKeyId) throw new Refused(403, 'InvalidAccessKeyId');
  const time = String(headers['x-amz-date']);
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time) ?? [];
  const [year = 0, month = 0, date = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  if (Math.abs(Date.now() - Date.UTC(year, month - 1, date, hour, minute, second)) > LARGEST_SKEW_MS) {
    throw new Refused(403, 'RequestTimeTooSkewed');
  }
  const names = signed.split(';');
  const required = ['host', 'x-amz-content-sha256', 'x-amz-date'];
  const mustBe = [region === REGION, time.startsWith(day), required.every((name) => names.includes(name))];
  const payload = String(headers['x-amz-content-sha256']);
  if (mustBe.includes(false) || payload !== sha256(''))
    throw new Refused(400, 'AuthorizationHeaderMalformed');

  const [path = '', query = ''] = url.split('?');
  const canonical = [
    method,
    path,
    [...new URLSearchParams(query)]
      .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
      .sort()
      .join('&'),
    ...names.map((name) => `${name}:${String(headers[name]).trim()}`),
    '',
    signed,
    payload,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (secret, word) => createHmac('sha256', secret).update(word).digest(),
    `AWS4${KEYS.secretAccessKey}`,
  );
  const expected = createHmac('sha256', key).update(text).digest();
  if (!timingSafeEqual(expected, Buffer.from(signature, 'hex')))
    throw new Refused(403, 'SignatureDoesNotMatch');
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { closedPort, serverThat } from '../misbehaving-server.test-support.ts';
import { ServerError, type ServerFault } from '../server-error.ts';
import { type BucketOptions, backupsInBucket } from './backups-in-bucket.ts';
import { BUCKET, type FakeObject, KEYS, REGION, startBucket } from './fake-bucket.test-support.ts';

const NOON = Date.parse('2026-03-01T12:00:00Z');

/** So many hours before noon. */
const object = (key: string, hours: number, size = 1): FakeObject => ({
  key,
  size,
  at: NOON - hours * 3_600_000,
});

const look = (endpoint: string, special: Partial<BucketOptions> = {}) =>
  backupsInBucket({
    bucket: BUCKET,
    prefix: '',
    endpoint,
    region: REGION,
    credentials: () => KEYS,
    timeoutMs: 300,
    ...special,
  });

const fails = (looking: Promise<unknown>, kind: ServerFault, message = /./) =>
  assert.rejects(looking, (error) => {
    assert.ok(error instanceof ServerError, String(error));
    assert.equal(error.kind, kind, error.message);
    assert.match(error.message, message);
    assert.ok(!error.message.includes(KEYS.secretAccessKey));
    return true;
  });

describe('the backups in a bucket', () => {
  it('are the newest eight, on whatever page they stand', async () => {
    const many = Array.from({ length: 95 }, (_, i) =>
      object(`db/${String(i).padStart(3, '0')}.dump`, 30 + i),
    );
    await using bucket = await startBucket([
      ...many,
      object('db/aa & <b>.dump', 2, 70),
      object('db/zz.dump', 1, 80),
    ]);
    bucket.pageSize = 10;
    assert.deepEqual(await look(bucket.endpoint), {
      newest: { name: 'db/zz.dump', sizeBytes: 80, at: NOON - 3_600_000 },
      before: [
        { name: 'db/aa & <b>.dump', sizeBytes: 70, at: NOON - 7_200_000 },
        ...[0, 1, 2, 3, 4, 5].map((i) => ({
          name: `db/00${i}.dump`,
          sizeBytes: 1,
          at: NOON - (30 + i) * 3_600_000,
        })),
      ],
    });
    assert.equal(bucket.pages, 10);
  });

  it('are those below the prefix, without markers of folders, hidden and partial ones, and checksums', async () => {
    await using bucket = await startBucket([
      object('db/full (1)*.dump', 20),
      object('db/', 1),
      object('db/.hidden', 1),
      object('db/next.dump.part', 1),
      object('db/full.dump.sha256', 1),
      object('media/all.tar', 1),
    ]);
    const { newest, before } = await look(bucket.endpoint, { prefix: 'db/' });
    assert.deepEqual([newest?.name, before], ['db/full (1)*.dump', []]);
  });

  it('are none in an empty bucket', async () => {
    await using bucket = await startBucket();
    assert.deepEqual(await look(bucket.endpoint), { newest: null, before: [] });
  });

  it('are not told to wrong keys', async () => {
    await using bucket = await startBucket();
    const withKeys = (keys: Partial<typeof KEYS>) =>
      look(bucket.endpoint, { credentials: () => ({ ...KEYS, ...keys }) as typeof KEYS });
    await fails(withKeys({ accessKeyId: 'AKIAOTHER' as never }), 'authentication', /InvalidAccessKeyId/);
    await fails(withKeys({ secretAccessKey: 'wrong' as never }), 'authentication', /SignatureDoesNotMatch/);
    assert.equal(bucket.pages, 0);
  });

  it('are asked for with keys that are read anew each time', async () => {
    await using bucket = await startBucket();
    let secretAccessKey = 'old';
    const options = { credentials: () => ({ ...KEYS, secretAccessKey }) };
    await fails(look(bucket.endpoint, options), 'authentication');
    secretAccessKey = KEYS.secretAccessKey;
    await look(bucket.endpoint, options);
  });

  it('cannot be told of a bucket that is not there, is closed to us, or is out of order', async () => {
    await using bucket = await startBucket();
    await fails(look(bucket.endpoint, { bucket: 'other' }), 'unexpected', /the bucket other.*NoSuchBucket/);
    bucket.refusal = { status: 403, code: 'AccessDenied' };
    await fails(look(bucket.endpoint), 'permission');
    bucket.refusal = { status: 503, code: 'SlowDown' };
    await fails(look(bucket.endpoint), 'refused');
    bucket.refusal = null;
    await look(bucket.endpoint);
  });

  it('cannot be told where nobody listens, or the connection is cut', async () => {
    await fails(look(`http://127.0.0.1:${await closedPort()}`), 'refused', /connection refused/);
    await using cuts = await serverThat((socket) => socket.destroy());
    await fails(look(`http://127.0.0.1:${cuts.port}`), 'refused');
  });

  it('are not waited for where nobody answers, or never to the end', async () => {
    await using silent = await serverThat();
    await fails(look(`http://127.0.0.1:${silent.port}`), 'timeout');
    await using slow = await serverThat((socket) => {
      socket.write(
        'HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: 5000\r\n\r\n<ListBuc',
      );
    });
    await fails(look(`http://127.0.0.1:${slow.port}`), 'timeout');
    await using dripping = await serverThat((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: 5000\r\n\r\n');
      const drops = setInterval(() => socket.write(' '), 20);
      socket.once('close', () => clearInterval(drops));
    });
    await fails(look(`http://127.0.0.1:${dripping.port}`, { listWithinMs: 400 }), 'timeout');
    await using bucket = await startBucket(Array.from({ length: 500 }, (_, i) => object(`${i}.dump`, i)));
    bucket.pageSize = 1;
    await fails(look(bucket.endpoint, { listWithinMs: 50 }), 'timeout');
  });

  const garbage: readonly [string, string, string][] = [
    ['a page for people', 'text/html', '<!doctype html><html><body><h1>Welcome to nginx!</h1></body></html>'],
    ['JSON', 'application/json', '{"ok":true}'],
    ['nothing', 'application/xml', ''],
    ['a list that is cut off', 'application/xml', '<ListBucketResult><Name>x</Name><Conte'],
    [
      'a list without an end',
      'application/xml',
      '<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>',
    ],
  ];
  for (const [name, type, body] of garbage) {
    it(`are not taken to be none because ${name} is answered`, async () => {
      const head = `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n`;
      await using server = await serverThat(
        (socket) => void socket.on('data', () => socket.write(head + body)),
      );
      await fails(look(`http://127.0.0.1:${server.port}`), 'unexpected');
    });
  }
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { type AddressInfo, createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createGate } from './gate.ts';

const socketPath = join(mkdtempSync(join(tmpdir(), 'gate-')), 'echo.sock');
const echo = createServer((socket) => socket.pipe(socket)).listen(socketPath);
after(() => echo.close());

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function echoed(port: number): Promise<string> {
  const socket = createConnection(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('hello');
  const [data] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return data.toString();
}

describe('a gate', () => {
  it('passes everything through while it is open', async () => {
    const port = await freePort();
    const gate = createGate(port, socketPath);
    await gate.open();
    assert.equal(await echoed(port), 'hello');
    await gate.shut();
  });
  it('breaks connections and refuses new ones when it is shut, and opens again', async () => {
    const port = await freePort();
    const gate = createGate(port, socketPath);
    await gate.open();
    const socket = createConnection(port, '127.0.0.1');
    await once(socket, 'connect');
    const broken = once(socket, 'error');
    await gate.shut();
    assert.equal((await broken)[0].code, 'ECONNRESET');
    await assert.rejects(echoed(port), { code: 'ECONNREFUSED' });
    assert.equal(gate.isOpen(), false);
    await gate.open();
    assert.equal(await echoed(port), 'hello');
    await gate.shut();
  });
  it('hangs when it is shut so: new connections are taken, old ones go on, and nothing is said', async () => {
    const port = await freePort();
    const gate = createGate(port, socketPath);
    await gate.open();
    const old = createConnection(port, '127.0.0.1');
    await once(old, 'connect');
    old.write('before');
    await once(old, 'data');
    await gate.shut('hang');
    const fresh = createConnection(port, '127.0.0.1');
    await once(fresh, 'connect');
    const heard: string[] = [];
    for (const socket of [old, fresh]) {
      socket.on('data', (data) => heard.push(String(data)));
      socket.write('meanwhile');
    }
    // A connection that is not through the gate has come and gone by then.
    await roundTrip();
    assert.deepEqual(heard, []);
    const broken = Promise.all([once(old, 'error'), once(fresh, 'error')]);
    await gate.open();
    await broken;
    assert.equal(await echoed(port), 'hello');
    await gate.shut();
  });
  for (const [how, expected] of [
    ['error_500', /^HTTP\/1\.1 500 /],
    ['garbage', /^HTTP\/1\.1 200 OK.*sunny/s],
  ] as const) {
    it(`answers ${how} to whoever asks, and to whoever waits to be spoken to`, async () => {
      const port = await freePort();
      const gate = createGate(port, socketPath);
      await gate.open();
      await gate.shut(how);
      assert.match(await echoed(port), expected);
      const silent = createConnection(port, '127.0.0.1');
      const [data] = (await once(silent, 'data')) as [Buffer];
      assert.match(String(data), expected);
      silent.destroy();
      await gate.shut();
    });
  }
  it('stands before a Unix socket as well, and before a server of this process', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'gate-')), 'front.sock');
    const gate = createGate(path, (client) => client.end('served'));
    await gate.open();
    const client = createConnection(path);
    const [data] = (await once(client, 'data')) as [Buffer];
    assert.equal(String(data), 'served');
    await gate.shut();
    await assert.rejects(once(createConnection(path), 'connect'), { code: 'ENOENT' });
  });
});

async function roundTrip(): Promise<void> {
  const socket = createConnection(socketPath);
  socket.write('round');
  await once(socket, 'data');
  socket.destroy();
}

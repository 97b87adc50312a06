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
});

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { systemClock } from '../../core/clock.ts';
import { leftovers } from '../../sandbox/stack/leftovers.ts';
import { freePorts, type PortName, type Ports, portVariable } from '../../sandbox/stack/ports.ts';

const START = join(import.meta.dirname, '..', '..', 'sandbox', 'stack', 'start.ts');
const dataDir = mkdtempSync(join(tmpdir(), 'vizora-ops-start-'));
const pids = join(dataDir, 'pids');
after(() => rmSync(dataDir, { recursive: true, force: true }));

interface Started {
  readonly child: ChildProcess;
  /** All that it has printed so far. */
  output(): string;
  /** Resolves when that was printed. */
  printed(text: string): Promise<void>;
  readonly code: Promise<number | null>;
}

/** The program behind `npm start`, in a process group of its own like a job of a shell. */
function start(ports: Ports, args: string[] = []): Started {
  const env = Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [portVariable(name as PortName), String(port)]),
  );
  const child = spawn(process.execPath, [START, '--data', dataDir, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const code = once(child, 'close').then(([exit]) => exit as number | null);
  const printed = async (text: string) => {
    const deadline = Date.now() + 60_000;
    while (!output.includes(text)) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`"${text}" was not printed:\n${output}`);
      await systemClock.sleep(100);
    }
  };
  return { child, output: () => output, printed, code };
}

const pidOf = (name: string): number =>
  (JSON.parse(readFileSync(join(pids, `${name}.json`), 'utf8')) as { pid: number }).pid;

/** The jobs among these that Prometheus can scrape. */
async function scraped(prometheus: string, jobs: string): Promise<string[]> {
  const query = new URLSearchParams({ query: `up{job=~"${jobs}"} == 1` });
  const { data } = (await (await fetch(`${prometheus}/api/v1/query?${query}`)).json()) as {
    data: { result: { metric: { job: string } }[] };
  };
  return data.result.map(({ metric }) => metric.job).sort();
}

test("npm start's Prometheus scrapes the platform's own metrics, too", async () => {
  const ports = await freePorts();
  const stack = start(ports);
  await stack.printed('Ctrl-C stops everything');
  const wanted = ['vizora_middleware', 'vizora_realtime'];
  let up: string[] = [];
  for (const deadline = Date.now() + 60_000; up.length < wanted.length && Date.now() < deadline; ) {
    up = await scraped(`http://127.0.0.1:${ports.prometheus}`, wanted.join('|'));
    await systemClock.sleep(500);
  }
  assert.deepEqual(up, wanted);
  stack.child.kill('SIGINT');
  assert.equal(await stack.code, 0);
});

test('npm start prints its addresses, and Ctrl-C stops everything that it started', async () => {
  const stack = start(await freePorts());
  await stack.printed('Ctrl-C stops everything');
  assert.match(stack.output(), /prometheus +http:\/\/127\.0\.0\.1:\d+/);
  assert(leftovers(pids).length >= 4);
  stack.child.kill('SIGINT');
  assert.equal(await stack.code, 0);
  assert.deepEqual(leftovers(pids), []);
});

test('a part that crashes is said and left down, and the exit code tells of it', async () => {
  const stack = start(await freePorts());
  await stack.printed('Ctrl-C stops everything');
  process.kill(pidOf('exporter'), 'SIGKILL');
  await stack.printed('exporter was ended by SIGKILL; it is left down');
  await stack.printed('does not answer');
  stack.child.kill('SIGINT');
  assert.equal(await stack.code, 1);
});

test('what a killed supervisor left is ended at the next start, and its data is still there', async () => {
  const ports = await freePorts();
  const killed = start(ports);
  await killed.printed('Ctrl-C stops everything');
  killed.child.kill('SIGKILL');
  await killed.code;
  assert(leftovers(pids).length >= 4);
  const next = start(ports);
  await next.printed('ended what an earlier run had left');
  await next.printed('Ctrl-C stops everything');
  next.child.kill('SIGINT');
  assert.equal(await next.code, 0);
});

test('a port that is taken is a clear error that names the setting, and nothing is started', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert(address !== null && typeof address === 'object');
  const stack = start({ ...(await freePorts()), alertmanager: address.port });
  assert.equal(await stack.code, 1);
  assert.match(stack.output(), new RegExp(`alertmanager: port ${address.port} is taken.*ALERTMANAGER_PORT`));
  assert.deepEqual(leftovers(pids), []);
  server.close();
});

test('a word that is no port is refused as wrong usage', async () => {
  const stack = start(await freePorts(), ['--prometheus-port', 'nope']);
  assert.equal(await stack.code, 2);
  assert.match(stack.output(), /"nope" is not a port/);
});

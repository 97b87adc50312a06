import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { loadPrograms } from '../sandbox/stack/programs.ts';
import { NOW } from './courses.test-support.ts';
import { openMetrics } from './world.test-support.ts';

export interface Prometheus {
  /** What the query gives at the moment of the world or another: one line for each series, its labels and its value. */
  ask(expr: string, at?: number): Promise<string[]>;
  close(): Promise<void>;
}

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data: {
    readonly resultType: string;
    readonly result: readonly { readonly metric: Record<string, string>; readonly value: [number, string] }[];
  };
}

/** Starts a real Prometheus on nothing but the world. @throws Error when it does not come up */
export async function prometheusOfWorld(): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'vizora-world-'));
  let server: ChildProcess | null = null;
  const close = async () => {
    if (server?.exitCode === null && server.kill()) await once(server, 'exit');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await writeBlocks(folder);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    server = serve(folder, port);
    await ready(url, server);
    return { ask: (expr, at = NOW) => ask(url, expr, at), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function writeBlocks(folder: string): Promise<void> {
  const { promtool } = loadPrograms();
  const file = join(folder, 'world.om');
  writeFileSync(file, openMetrics());
  await promisify(execFile)(
    promtool.command,
    ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', '--max-block-duration=2400h', file, folder],
    { env: { ...process.env, ...promtool.env } },
  );
}

function serve(folder: string, port: number): ChildProcess {
  const { prometheus } = loadPrograms();
  const config = join(folder, 'prometheus.yml');
  writeFileSync(config, '{}\n');
  return spawn(
    prometheus.command,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${folder}`,
      '--storage.tsdb.retention.time=100y',
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { env: { ...process.env, ...prometheus.env }, stdio: 'ignore' },
  );
}

async function ready(url: string, server: ChildProcess): Promise<void> {
  for (const _ of Array(400)) {
    if (
      await fetch(`${url}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    if (server.exitCode !== null) break;
    await setTimeout(50);
  }
  throw new Error('Prometheus did not come up');
}

async function ask(url: string, expr: string, at: number): Promise<string[]> {
  const body = new URLSearchParams({ query: expr, time: String(at) });
  const response = await fetch(`${url}/api/v1/query`, { method: 'POST', body });
  const { status, error, data } = (await response.json()) as Answer;
  if (status !== 'success') throw new Error(`${error}: ${expr}`);
  if (data.resultType !== 'vector') throw new Error(`a ${data.resultType}: ${expr}`);
  return data.result.map(({ metric, value: [, value] }) => lineOf(metric, value)).sort();
}

function lineOf({ __name__: name = '', ...labels }: Record<string, string>, value: string): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}=${text}`);
  return [name, ...pairs.sort(), `${Number(Number(value).toPrecision(8))}`].filter(Boolean).join(' ');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

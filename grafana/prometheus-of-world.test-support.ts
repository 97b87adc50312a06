import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadPrograms } from '../sandbox/stack/programs.ts';
import { NOW, openMetrics } from './world.test-support.ts';

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
  const { prometheus, promtool } = loadPrograms();
  const folder = mkdtempSync(join(tmpdir(), 'vizora-world-'));
  const file = join(folder, 'world.om');
  const data = join(folder, 'data');
  writeFileSync(file, openMetrics());
  writeFileSync(join(folder, 'prometheus.yml'), '{}\n');
  await promisify(execFile)(
    promtool.command,
    ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', '--max-block-duration=2400h', file, data],
    { env: { ...process.env, ...promtool.env } },
  );
  const port = await freePort();
  const child = spawn(
    prometheus.command,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${data}`,
      '--storage.tsdb.retention.time=100y',
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { env: { ...process.env, ...prometheus.env }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const url = `http://127.0.0.1:${port}`;
  const close = async () => {
    if (child.exitCode === null && child.kill()) await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  };
  for (;;) {
    const ready = await fetch(`${url}/-/ready`).catch(() => null);
    if (ready?.ok) break;
    if (child.exitCode !== null) throw new Error(`Prometheus ended: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    async ask(expr, at = NOW) {
      const body = new URLSearchParams({ query: expr, time: String(at) });
      const response = await fetch(`${url}/api/v1/query`, { method: 'POST', body });
      const { status, error, data } = (await response.json()) as Answer;
      if (status !== 'success') throw new Error(`${error}: ${expr}`);
      if (data.resultType !== 'vector') throw new Error(`a ${data.resultType}: ${expr}`);
      return data.result.map(({ metric, value: [, value] }) => lineOf(metric, value)).sort();
    },
    close,
  };
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

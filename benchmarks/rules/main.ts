import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Table from 'cli-table3';
import { loopback } from '../../prometheus/places.ts';
import { shipped, writeMonitoring } from '../../prometheus/render.ts';
import { loadPrograms } from '../../sandbox/stack/programs.ts';
import { exporterText, middlewareText } from './exposition.ts';
import { historyOf } from './history.ts';
import { measure, median } from './measure.ts';

const [incidents = 10_000, seconds = 240] = process.argv.slice(2).map(Number);
/** What each group may take of its interval. */
const ALLOWED = 0.1;

const { prometheus, promtool } = loadPrograms();
const folder = mkdtempSync(join(tmpdir(), 'benchmark-rules-'));
const exposition = createServer((request, response) => {
  const now = Date.now();
  response.setHeader('content-type', 'text/plain; version=0.0.4');
  response.end(request.url?.startsWith('/api/') ? middlewareText(now) : exporterText(incidents, now));
}).listen(0, '127.0.0.1');
await once(exposition, 'listening');
const port = await freePort();
const shows = `127.0.0.1:${(exposition.address() as AddressInfo).port}`;
const nobody = `127.0.0.1:${await freePort()}`;

writeMonitoring(
  folder,
  {
    ...loopback,
    exporter: shows,
    middleware: shows,
    remediator: nobody,
    realtime: nobody,
    alertmanager: nobody,
  },
  shipped,
);
// An exporter shows fewer incidents one by one than are measured here.
const config = join(folder, 'prometheus', 'prometheus.yml');
writeFileSync(config, readFileSync(config, 'utf8').replaceAll(/sample_limit: \d+/g, 'sample_limit: 0'));
const data = join(folder, 'data');
const history = join(folder, 'history.txt');
writeFileSync(history, historyOf(Date.now()));
execFileSync(promtool.command, ['tsdb', 'create-blocks-from', 'openmetrics', history, data], {
  env: { ...process.env, ...promtool.env },
  stdio: 'ignore',
});
const child = spawn(
  prometheus.command,
  [
    `--config.file=${config}`,
    `--storage.tsdb.path=${data}`,
    '--storage.tsdb.retention.time=40d',
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=error',
  ],
  { env: { ...process.env, ...prometheus.env }, stdio: 'ignore' },
);
const ended = once(child, 'exit');
try {
  console.log(
    `${incidents} open incidents, all of them told; ${seconds} s of evaluations, after one minute ...`,
  );
  await pause(60_000);
  const groups = await measure(`http://127.0.0.1:${port}`, seconds);
  const table = new Table({
    head: ['group', 'alerts', 'evaluations', 'least', 'median', 'worst', 'interval', 'share'],
    style: { head: [], border: [] },
  });
  const ms = (took: number) => `${(took * 1_000).toFixed(1)} ms`;
  let worst = 0;
  for (const [name, { interval, took, alerts }] of [...groups].sort(([a], [b]) => a.localeCompare(b))) {
    const share = median(took) / interval;
    worst = Math.max(worst, share);
    table.push([
      name,
      alerts,
      took.length,
      ms(Math.min(...took)),
      ms(median(took)),
      ms(Math.max(...took)),
      `${interval} s`,
      `${(share * 100).toFixed(2)} %`,
    ]);
  }
  console.log(`${table}`);
  console.log(`The largest share is ${(worst * 100).toFixed(2)} %; ${ALLOWED * 100} % are allowed.`);
  process.exitCode = worst < ALLOWED ? 0 : 1;
} finally {
  child.kill();
  await ended;
  exposition.close();
  exposition.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return free;
}

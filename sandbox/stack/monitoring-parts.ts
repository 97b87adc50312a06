import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ALERTMANAGER_FLAGS, prometheusFlags } from '../../prometheus/flags.ts';
import type { Durations } from '../../prometheus/render.ts';
import { httpReady } from './http-ready.ts';
import type { Part } from './part.ts';
import type { Programs } from './programs.ts';
import { spawnPart } from './spawn-part.ts';

export interface MonitoringOptions {
  readonly programs: Programs;
  readonly dataDir: string;
  /** Where the configuration of both was written. */
  readonly configDir: string;
  readonly port: number;
  readonly durations: Durations;
}

export function alertmanagerPart({ programs, dataDir, configDir, port }: MonitoringOptions): Part {
  const url = `http://127.0.0.1:${port}`;
  const storage = folder(dataDir, 'alertmanager');
  return spawnPart({
    name: 'alertmanager',
    command: programs.alertmanager.command,
    env: programs.alertmanager.env,
    args: [
      `--config.file=${join(configDir, 'alertmanager', 'alertmanager.yml')}`,
      `--storage.path=${storage}`,
      `--web.listen-address=127.0.0.1:${port}`,
      `--web.external-url=${url}`,
      ...ALERTMANAGER_FLAGS,
    ],
    logFile: join(dataDir, 'logs', 'alertmanager.log'),
    ready: () => httpReady(`${url}/-/ready`),
    url,
  });
}

export function prometheusPart({ programs, dataDir, configDir, port, durations }: MonitoringOptions): Part {
  const url = `http://127.0.0.1:${port}`;
  const storage = folder(dataDir, 'prometheus');
  return spawnPart({
    name: 'prometheus',
    command: programs.prometheus.command,
    env: programs.prometheus.env,
    args: [
      `--config.file=${join(configDir, 'prometheus', 'prometheus.yml')}`,
      `--storage.tsdb.path=${storage}`,
      '--storage.tsdb.retention.time=15d',
      '--storage.tsdb.retention.size=1GB',
      ...prometheusFlags(durations),
      `--web.listen-address=127.0.0.1:${port}`,
      `--web.external-url=${url}`,
    ],
    logFile: join(dataDir, 'logs', 'prometheus.log'),
    ready: () => httpReady(`${url}/-/ready`),
    url,
  });
}

function folder(dataDir: string, name: string): string {
  const path = join(dataDir, name);
  mkdirSync(path, { recursive: true });
  return path;
}

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CONFIGURING_VARIABLES, loadConfig } from '../../core/config/load.ts';
import { type Durations, writeMonitoring } from '../../prometheus/render.ts';
import { peoplePart } from '../people/people-part.ts';
import {
  pm2HomeOf,
  type SandboxOptions,
  sandboxAccounts,
  sandboxAdmin,
  sandboxParts,
} from '../vizora/parts.ts';
import { placesIn } from '../vizora/places.ts';
import type { WorldSpec } from '../vizora/world/spec.ts';
import { channelsOfStack } from './channels-of-stack.ts';
import { cleanLeftovers } from './leftovers.ts';
import { alertmanagerPart, prometheusPart } from './monitoring-parts.ts';
import { type OpsConfigFiles, type Settings, sandboxSettings, writeOpsConfig } from './ops-config.ts';
import { opsPart } from './ops-parts.ts';
import type { Part } from './part.ts';
import { metricsOfReal, metricsOfSandbox } from './platform-metrics.ts';
import { assertFree, type PortName, type Ports, SANDBOX_PORTS } from './ports.ts';
import type { Programs } from './programs.ts';
import { readToken } from './secrets.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';
import type { RealVizora } from './what-to-watch.ts';

/** Where a fault is closed: a world of our own, or a real Vizora with an operator's own settings. */
export type Watched = { readonly world: WorldSpec } | RealVizora;

export interface StackOptions {
  /** Everything that the stack keeps lies below. */
  readonly dataDir: string;
  readonly ports: Ports;
  readonly programs: Programs;
  readonly durations: Durations;
  readonly watched: Watched;
  /** Settings laid over those of the sandbox, such as shorter intervals. */
  readonly overrides?: Settings;
  /** Empties the data folder first. */
  readonly fresh?: boolean;
  /** Leaves these out; the drill's own test shows that it then fails. */
  readonly without?: readonly string[];
  /** A program in the place of the remediator, likewise. */
  readonly remediatorEntry?: string;
  /** Gives up starting, and ends what had been started. */
  readonly signal?: AbortSignal;
  say(line: string): void;
  onCrash(sentence: string): void;
}

export interface Stack {
  readonly urls: Readonly<Record<PortName, string>>;
  readonly pm2Home: string | null;
  readonly operatorToken: string;
  readonly alertmanagerToken: string;
  readonly supervisor: Supervisor;
  /** A part by name, to start it again after it was killed. */
  part(name: string): Part;
  stop(): Promise<void>;
}

/** Starts every part in the order in which they need each other, and resolves when all of them serve. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir, ports, say, watched } = options;
  const ended = await cleanLeftovers(join(dataDir, 'pids'));
  // The apps of a PM2 that had to be killed outlive it, and hold their ports.
  await cleanLeftovers(placesIn(dataDir).appPids);
  if (ended.length > 0) say(`ended what an earlier run had left: ${ended.join(', ')}`);
  if (options.fresh) rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  await assertFree(ports, portsOf(watched));

  const sandbox = 'world' in watched ? sandboxOptions(options, watched.world) : null;
  const files = writeOpsConfig(dataDir, ports, settingsOf(options, sandbox));
  const configDir = writeMonitoringConfig(options, files);
  const monitoring = { programs: options.programs, dataDir, configDir, durations: options.durations };
  if (files.setAside.length > 0) say(`the local stack has its own ${files.setAside.join(', ')}`);
  const ops = { dataDir, configFile: files.configFile, without: foreignVariables(watched) };
  const entry = options.remediatorEntry === undefined ? {} : { entry: options.remediatorEntry };

  const groups: Part[][] = [
    ...(sandbox === null ? [] : sandboxParts(sandbox).map((part) => [part])),
    sandbox === null ? [] : [peoplePart(dataDir, ports)],
    [alertmanagerPart({ ...monitoring, port: ports.alertmanager })],
    [
      opsPart('exporter', { ...ops, port: ports.exporter }),
      opsPart('remediator', { ...ops, port: ports.remediator, ...entry }),
    ],
    [prometheusPart({ ...monitoring, port: ports.prometheus })],
  ];
  const parts = groups.flat();
  const supervisor = createSupervisor(say, options.onCrash);
  try {
    for (const group of groups) {
      options.signal?.throwIfAborted();
      const wanted = group.filter((part) => !options.without?.includes(part.name));
      await Promise.all(wanted.map((part) => supervisor.start(part)));
    }
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  return {
    urls: mapPorts(ports, (port) => `http://127.0.0.1:${port}`),
    pm2Home: sandbox === null ? null : pm2HomeOf(sandbox),
    operatorToken: readToken(files.operatorTokenFile),
    alertmanagerToken: readToken(files.alertmanagerTokenFile),
    supervisor,
    part(name) {
      const part = parts.find((candidate) => candidate.name === name);
      if (part === undefined) throw new Error(`there is no part called ${name}`);
      return part;
    },
    stop: () => supervisor.stop(),
  };
}

/** The ports that a stack needs: those of the sandbox belong to the real Vizora where one is watched. */
function portsOf(watched: Watched): PortName[] {
  const always: PortName[] = ['prometheus', 'alertmanager', 'exporter', 'remediator'];
  return 'world' in watched ? [...always, ...SANDBOX_PORTS] : always;
}

/**
 * What the environment may not tell exporter and remediator: their Alertmanager is that of the stack, and the
 * sandbox's remediator must never reach a real platform's PM2 because a shell happens to name it.
 */
function foreignVariables(watched: Watched): readonly string[] {
  return 'world' in watched ? CONFIGURING_VARIABLES : ['ALERTMANAGER_URL'];
}

function sandboxOptions(options: StackOptions, world: WorldSpec): SandboxOptions {
  return {
    dataDir: options.dataDir,
    ports: options.ports,
    programs: options.programs,
    world,
    metricsToken: readToken(metricsOfSandbox(options.dataDir, options.ports).metrics_token_file),
  };
}

function settingsOf(options: StackOptions, sandbox: SandboxOptions | null): Settings {
  if (sandbox === null) return 'settings' in options.watched ? options.watched.settings : {};
  const watched = {
    pm2Home: pm2HomeOf(sandbox),
    backups: placesIn(options.dataDir).backups,
    accounts: sandboxAccounts(sandbox.world),
    admin: sandboxAdmin(sandbox.world),
  };
  return sandboxSettings(options.dataDir, options.ports, watched, options.overrides ?? {});
}

function writeMonitoringConfig(options: StackOptions, files: OpsConfigFiles): string {
  const configDir = join(options.dataDir, 'monitoring');
  const { dataDir, ports, watched } = options;
  // What the environment says about people is meant for a real platform.
  const env = 'world' in watched ? {} : process.env;
  writeMonitoring(
    configDir,
    {
      ...('world' in watched
        ? metricsOfSandbox(dataDir, ports)
        : metricsOfReal(dataDir, watched, process.env)),
      exporter: `127.0.0.1:${ports.exporter}`,
      remediator: `127.0.0.1:${ports.remediator}`,
      alertmanager: `127.0.0.1:${ports.alertmanager}`,
      prometheus: `127.0.0.1:${ports.prometheus}`,
      remediator_url: `http://127.0.0.1:${ports.remediator}`,
      token_file: files.alertmanagerTokenFile,
      runbook_base_url: `http://127.0.0.1:${ports.exporter}/runbooks`,
      dashboard_base_url: 'http://127.0.0.1:3003',
    },
    options.durations,
    channelsOfStack(dataDir, loadConfig(files.configFile, env), env),
  );
  return configDir;
}

function mapPorts<T>(ports: Ports, map: (port: number) => T): Record<PortName, T> {
  return Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, map(port)])) as Record<
    PortName,
    T
  >;
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONFIGURING_VARIABLES } from '../../core/config/load.ts';
import { createPm2 } from '../../core/pm2/create-pm2.ts';
import type { Pm2 } from '../../core/pm2/process.ts';
import { type Control, createControl } from '../../sandbox/drill/control.ts';
import { layOver, readSettings, type Settings, writeOpsConfig } from '../../sandbox/stack/ops-config.ts';
import { opsPart } from '../../sandbox/stack/ops-parts.ts';
import type { RunningPart } from '../../sandbox/stack/part.ts';
import { freePorts, type Ports } from '../../sandbox/stack/ports.ts';
import { loadPrograms } from '../../sandbox/stack/programs.ts';
import { type Stack, startStack } from '../../sandbox/stack/stack.ts';
import type { WorldSpec } from '../../sandbox/vizora/world/spec.ts';
import { metricsOf } from './sample.ts';
import { shortDurations } from './short-durations.ts';
import { watchSettings } from './watch-settings.ts';

/**
 * A sandbox, an Alertmanager to whom nobody says anything, and an exporter that looks at both every few seconds:
 * nothing is alerted, nothing is repaired.
 */
export interface WatchedSandbox {
  readonly stack: Stack;
  readonly ports: Ports;
  readonly dataDir: string;
  readonly control: Control;
  readonly pm2: Pm2;
  readonly exporter: TestExporter;
  /** One more exporter, with settings of its own. */
  startExporter(name: string, settings: Settings): Promise<TestExporter>;
}

export interface TestExporter {
  readonly url: string;
  readonly logFile: string;
  /** Of its process now. */
  pid(): number;
  /** The metrics page, in the text format. */
  metrics(): Promise<string>;
  /** Ends it and starts it again on what it has kept, with these settings laid over the ones before. */
  restart(change?: Settings): Promise<void>;
}

export interface WatchOptions {
  readonly world: WorldSpec;
  /** Laid over the settings with which sandboxes are watched here. */
  readonly settings?: Settings;
  /** How long the first looks may take, in ms. */
  readonly readyWithin?: number;
}

/** Starts both, runs, and removes everything, whatever happens. */
export async function withExporter(
  { world, settings = {}, readyWithin = 60_000 }: WatchOptions,
  run: (test: WatchedSandbox) => Promise<void>,
): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vizora-ops-watch-'));
  const ports = await freePorts();
  const running = new Map<string, RunningPart>();
  const stack = await startStack({
    dataDir,
    ports,
    programs: loadPrograms(),
    durations: shortDurations,
    watched: { world },
    overrides: layOver(watchSettings, settings),
    without: ['exporter', 'remediator', 'prometheus'],
    say: () => undefined,
    onCrash: (sentence) => console.error(sentence),
  });

  async function startExporter(name: string, given: Settings, port: number): Promise<TestExporter> {
    const folder = join(dataDir, name);
    let settingsNow = given;
    const start = async () => {
      const { configFile } = writeOpsConfig(folder, { ...ports, exporter: port }, settingsNow);
      const options = { dataDir: folder, configFile, port, without: CONFIGURING_VARIABLES, readyWithin };
      running.set(name, await opsPart('exporter', options).start());
    };
    await start();
    const url = `http://127.0.0.1:${port}`;
    return {
      url,
      logFile: join(folder, 'logs', 'exporter.log'),
      pid() {
        const part = running.get(name);
        if (part === undefined) throw new Error(`${name} does not run`);
        return part.pid;
      },
      metrics: () => metricsOf(url),
      async restart(change = {}) {
        await running.get(name)?.stop();
        settingsNow = layOver(settingsNow, change);
        await start();
      },
    };
  }

  try {
    if (stack.pm2Home === null) throw new Error('system tests break things, and only ever in the sandbox');
    const control = createControl(stack.urls.control);
    // Looks every few seconds ask more than the platform allows.
    await control.break('rate_limit_off');
    await run({
      stack,
      ports,
      dataDir,
      control,
      pm2: createPm2({ home: stack.pm2Home, timeoutMs: 5_000 }),
      exporter: await startExporter(
        'exporter-1',
        readSettings(join(dataDir, 'vizora-ops.yaml')),
        ports.exporter,
      ),
      startExporter: async (name, others) => startExporter(name, others, (await freePorts()).exporter),
    });
  } catch (error) {
    for (const name of running.keys())
      console.error(lastTrouble(join(dataDir, name, 'logs', 'exporter.log')));
    throw error;
  } finally {
    for (const part of running.values()) await part.stop();
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const LINES = 20;

/** What an exporter had to complain about last, for whoever asks why a test failed. */
function lastTrouble(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !/"level":"(info|debug)"|"msg":"incident /.test(line));
  return [
    `The last complaints in ${logFile}:`,
    ...lines.slice(-LINES).map((line) => line.slice(0, 500)),
  ].join('\n  ');
}

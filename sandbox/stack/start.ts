import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import pico from 'picocolors';
import { systemClock } from '../../core/clock.ts';
import { ConfigError } from '../../core/config/load.ts';
import { packageVersion } from '../../core/package.ts';
import { shipped } from '../../prometheus/render.ts';
import { follow } from './follow.ts';
import { introduction } from './introduction.ts';
import { logWarnings } from './log-warnings.ts';
import { DEFAULT_PORTS, type PortName, type Ports, portOption, portVariable } from './ports.ts';
import { createPrinter } from './print-timeline.ts';
import { loadPrograms } from './programs.ts';
import { type Stack, startStack, type Watched } from './stack.ts';
import { whatToWatch } from './what-to-watch.ts';

const say = (line: string) => process.stdout.write(`${pico.dim('·')} ${line}\n`);

const names = Object.keys(DEFAULT_PORTS) as PortName[];
const command: Command = new Command('npm start --')
  .description(
    'Runs the local stack: Prometheus, Alertmanager, exporter, remediator and, unless a real Vizora is ' +
      'configured (--config.file, VIZORA_OPS_CONFIG or VALIDATOR_BASE_URL), a sandbox Vizora to break and heal.',
  )
  .version(packageVersion())
  .option('--fresh', 'start empty: forget everything that earlier runs have kept')
  .option('--data <folder>', 'where the stack keeps its data', '.vizora-ops/stack')
  .option('--config.file <file>', 'watch a real Vizora with this vizora-ops.yaml');
for (const name of names) {
  const option = new Option(`${portOption(name)} <port>`, `port of ${name}`)
    .env(portVariable(name))
    .default(DEFAULT_PORTS[name])
    .argParser(parsePort);
  command.addOption(option);
}
const options = command.parse().opts<Record<string, unknown>>();

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  command.error(`error: "${text}" is not a port; give a number from 1 to 65535`, { exitCode: 2 });
}

const ports = Object.fromEntries(names.map((name) => [name, options[`${name}Port`]])) as Ports;
const dataDir = resolve(String(options['data']));

process.exitCode = await run();

async function run(): Promise<number> {
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopped.abort());
  let crashes = 0;
  let stack: Stack;
  let watched: Watched;
  // From before the start, so that what the first looks meet is told, too.
  const warnings = ['exporter', 'remediator'].map((name) =>
    logWarnings(join(dataDir, 'logs', `${name}.log`)),
  );
  try {
    watched = whatToWatch(options['config.file'] as string | undefined, process.env);
    stack = await startStack({
      dataDir,
      ports,
      programs: loadPrograms(),
      durations: shipped,
      watched,
      fresh: options['fresh'] === true,
      say,
      onCrash(sentence) {
        crashes += 1;
        process.stdout.write(
          `${pico.red('!')} ${sentence}; it is left down (see ${join(dataDir, 'logs')})\n`,
        );
      },
      signal: stopped.signal,
    });
  } catch (error) {
    if (stopped.signal.aborted) return 130;
    process.stderr.write(`${pico.red('The local stack could not be started.')}\n${messageOf(error)}\n`);
    return error instanceof ConfigError ? 2 : 1;
  }
  try {
    process.stdout.write(introduction(stack.urls, watched, dataDir, process.env));
    const tell = createPrinter(process.stdout);
    await follow(stack.urls, stack.operatorToken, systemClock, stopped.signal, tell, warnings);
  } finally {
    say('stopping');
    await stack.stop();
  }
  return crashes > 0 ? 1 : 0;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

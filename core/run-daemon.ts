import { Command } from 'commander';
import { type Clock, systemClock } from './clock.ts';
import { ConfigError, type LoadedConfig, loadConfig } from './config/load.ts';
import { createLog, type Log } from './log.ts';
import { packageVersion } from './package.ts';

/** What every long-running program of ours is started with. */
export interface StartOptions {
  readonly config: LoadedConfig;
  /** Where secrets lie that the configuration refers to by variable. */
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly log: Log;
}

/** A long-running program, as its `main.ts` describes it. */
export interface Daemon<Running extends { close(): Promise<void> }> {
  readonly name: string;
  readonly description: string;
  /** What makes it refuse to start, each with setting and cure; `--config.check` asks for secrets, too. */
  problems(config: LoadedConfig, env: NodeJS.ProcessEnv, checkOnly: boolean): readonly string[];
  /** @throws Error with a message for people when it cannot start */
  start(options: StartOptions): Promise<Running>;
  /** Said when something did not end in time. */
  readonly leaving: string;
  /** Further signals, and what they do. */
  readonly signals?: Readonly<Partial<Record<NodeJS.Signals, (running: Running, log: Log) => void>>>;
}

const EXIT_CANNOT_START = 1;
const EXIT_USAGE = 2;
/** A stop that takes longer is cut. */
const STOP_WITHIN_MS = 4_500;

/**
 * Reads the command line and the configuration, starts the program, and ends it on SIGTERM or SIGINT.
 *
 * Exit codes: 0 good, 1 cannot start or stop, 2 wrong usage or configuration.
 */
export async function runDaemon<Running extends { close(): Promise<void> }>(
  daemon: Daemon<Running>,
  host: NodeJS.Process,
): Promise<void> {
  const options = new Command(`vizora-ops-${daemon.name}`)
    .description(daemon.description)
    .option('--config.file <file>', 'the configuration (default: $VIZORA_OPS_CONFIG, else environment only)')
    .option('--config.check', 'check the configuration and the secrets that it names, then exit')
    .version(packageVersion(), '--version')
    .exitOverride((error) => host.exit(error.exitCode === 0 ? 0 : EXIT_USAGE))
    .parse(host.argv)
    .opts<{ 'config.file'?: string; 'config.check'?: true }>();
  const checkOnly = options['config.check'] === true;

  let config: LoadedConfig;
  try {
    config = loadConfig(options['config.file'], host.env);
    const problems = daemon.problems(config, host.env, checkOnly);
    if (problems.length > 0) throw new ConfigError(config.source, problems);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    host.stderr.write(`${error.message}\n`);
    host.exitCode = EXIT_USAGE;
    return;
  }
  if (checkOnly) {
    host.stdout.write(`The configuration is good (${config.source}).\n`);
    return;
  }

  const log = createLog(daemon.name, config.log.level);
  try {
    const running = await daemon.start({ config, env: host.env, clock: systemClock, log });
    endOnSignal(daemon, running, log, host);
  } catch (error) {
    log.fatal(error instanceof Error ? error.message : String(error));
    host.exitCode = EXIT_CANNOT_START;
  }
}

function endOnSignal<Running extends { close(): Promise<void> }>(
  daemon: Daemon<Running>,
  running: Running,
  log: Log,
  host: NodeJS.Process,
): void {
  let ending = false;
  const end = (signal: NodeJS.Signals) => {
    if (ending) return;
    ending = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.warn(daemon.leaving);
      host.exit();
    }, STOP_WITHIN_MS).unref();
    running.close().then(
      () => log.info('stopped'),
      (error: unknown) => {
        log.error({ err: error }, 'could not stop cleanly');
        host.exitCode = EXIT_CANNOT_START;
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) host.on(signal, end);
  for (const [signal, act] of Object.entries(daemon.signals ?? {})) {
    host.on(signal, () => {
      try {
        act(running, log);
      } catch (error) {
        log.error({ err: error, signal }, 'what the signal asks for broke off');
      }
    });
  }
}

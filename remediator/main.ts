import { Command } from 'commander';
import { systemClock } from '../core/clock.ts';
import { ConfigError, type LoadedConfig, loadConfig } from '../core/config/load.ts';
import { createLog } from '../core/log.ts';
import { packageVersion } from '../core/package.ts';
import { missingPasswords, missingTokens } from './missing-secrets.ts';
import { startRemediator } from './start-remediator.ts';

const EXIT_CANNOT_START = 1;
const EXIT_USAGE = 2;
/** A stop that takes longer is cut. */
const STOP_WITHIN_MS = 4_500;

interface Options {
  readonly 'config.file'?: string;
  readonly 'config.check'?: true;
}

const command = new Command('remediator')
  .description(
    'Repairs what Alertmanager asks for, once it has seen the fault itself, and verifies the repair.',
  )
  .option('--config.file <file>', 'the configuration (default: $VIZORA_OPS_CONFIG, else environment only)')
  .option('--config.check', 'check the configuration and the secrets that it names, then exit')
  .version(packageVersion(), '--version')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : EXIT_USAGE))
  .parse();

const options = command.opts<Options>();
const checkOnly = options['config.check'] === true;
const config = configuration(options['config.file']);
if (checkOnly) console.log(`The configuration is good (${config.source}).`);
else await run(config);

function configuration(file: string | undefined): LoadedConfig {
  try {
    const loaded = loadConfig(file, process.env);
    const problems = [...missingTokens(loaded), ...(checkOnly ? missingPasswords(loaded, process.env) : [])];
    if (problems.length > 0) throw new ConfigError(loaded.source, problems);
    return loaded;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(EXIT_USAGE);
  }
}

async function run(loaded: LoadedConfig): Promise<void> {
  const log = createLog('remediator', loaded.log.level);
  try {
    const remediator = await startRemediator({ config: loaded, env: process.env, clock: systemClock, log });
    let stopping = false;
    const end = (signal: NodeJS.Signals) => {
      if (stopping) return;
      stopping = true;
      log.info({ signal }, 'stopping');
      setTimeout(() => {
        log.warn('what was in progress did not end in time; leaving, it is taken up at the next start');
        process.exit();
      }, STOP_WITHIN_MS).unref();
      remediator.close().then(
        () => log.info('stopped'),
        (error) => {
          log.error({ err: error }, 'could not stop cleanly');
          process.exitCode = EXIT_CANNOT_START;
        },
      );
    };
    process.on('SIGTERM', end);
    process.on('SIGINT', end);
    process.on('SIGUSR2', () => {
      remediator.stop('SIGUSR2');
      log.warn('SIGUSR2: nothing is executed until an operator resumes');
    });
  } catch (error) {
    log.fatal(error instanceof Error ? error.message : String(error));
    process.exitCode = EXIT_CANNOT_START;
  }
}

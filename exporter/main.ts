import { Command } from 'commander';
import { systemClock } from '../core/clock.ts';
import { ConfigError, type LoadedConfig, loadConfig } from '../core/config/load.ts';
import { readSecret, SecretError } from '../core/config/secret.ts';
import { createLog } from '../core/log.ts';
import { packageVersion } from '../core/package.ts';
import { startExporter } from './start-exporter.ts';

const EXIT_CANNOT_START = 1;
const EXIT_USAGE = 2;
/** A stop that takes longer is cut. */
const STOP_WITHIN_MS = 4_500;

interface Options {
  readonly 'config.file'?: string;
  readonly 'config.check'?: true;
}

const command = new Command('exporter')
  .description('Looks at a Vizora platform and exposes what is wrong with it to Prometheus.')
  .option('--config.file <file>', 'the configuration (default: $VIZORA_OPS_CONFIG, else environment only)')
  .option('--config.check', 'check the configuration and the secrets that it names, then exit')
  .version(packageVersion(), '--version')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : EXIT_USAGE))
  .parse();

const options = command.opts<Options>();
const config = configuration(options['config.file']);

if (options['config.check'] === true) {
  const problems = unreadableSecrets(config);
  if (problems.length > 0) refuse(new ConfigError(config.source, problems));
  console.log(`The configuration is good (${config.source}).`);
} else {
  await run(config);
}

function configuration(file: string | undefined): LoadedConfig {
  try {
    return loadConfig(file, process.env);
  } catch (error) {
    if (error instanceof ConfigError) refuse(error);
    throw error;
  }
}

function refuse(error: ConfigError): never {
  console.error(error.message);
  process.exit(EXIT_USAGE);
}

function unreadableSecrets({ organisations }: LoadedConfig): string[] {
  return organisations.flatMap(({ slug, reader }) => {
    const setting =
      slug === null ? 'the account of the environment' : `organisations.${slug}.reader.password`;
    try {
      readSecret(reader.password, setting, process.env);
      return [];
    } catch (error) {
      if (error instanceof SecretError) return [error.message];
      throw error;
    }
  });
}

async function run(config: LoadedConfig): Promise<void> {
  const log = createLog('exporter', config.log.level);
  try {
    const exporter = await startExporter({ config, env: process.env, clock: systemClock, log });
    let stopping = false;
    const stop = (signal: NodeJS.Signals) => {
      if (stopping) return;
      stopping = true;
      log.info({ signal }, 'stopping');
      setTimeout(() => {
        log.warn('what was being looked at did not end in time; leaving');
        process.exit();
      }, STOP_WITHIN_MS).unref();
      exporter.close().then(
        () => log.info('stopped'),
        (error) => {
          log.error({ err: error }, 'could not stop cleanly');
          process.exitCode = EXIT_CANNOT_START;
        },
      );
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  } catch (error) {
    log.fatal(error instanceof Error ? error.message : String(error));
    process.exitCode = EXIT_CANNOT_START;
  }
}

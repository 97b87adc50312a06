import { resolve } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import type { Channels } from '../alertmanager/channels.ts';
import {
  brokenChannels,
  channelsWithoutFile,
  configuredChannels,
  ownFile,
  passwordWithLineBreak,
} from '../alertmanager/configured-channels.ts';
import { ConfigError, type LoadedConfig, loadConfig } from '../core/config/load.ts';
import { packageVersion } from '../core/package.ts';
import { writeGrafana } from '../grafana/render-grafana.ts';
import { configuredPlaces, metricsTokenWithoutFile, unreachableAlertmanagers } from './configured-places.ts';
import { shipped } from './durations.ts';
import type { MonitoringPlaces } from './places.ts';
import { writeMonitoring } from './render.ts';

export interface RenderOptions {
  readonly env: NodeJS.ProcessEnv;
  print(text: string): void;
  complain(text: string): void;
}

interface Flags {
  readonly 'config.file'?: string;
  readonly out: string;
  readonly inContainers: boolean;
  readonly runbookBaseUrl?: string;
  readonly dashboardBaseUrl?: string;
  readonly alertmanagerBaseUrl?: string;
}

const EXIT_USAGE = 2;

/**
 * Renders the monitoring for an operator's own configuration, and says who can be told.
 *
 * @param args what stands after the program's name
 * @returns 0 when it was written, 2 when the usage or the configuration is wrong; then nothing was written
 */
export function runRender(args: readonly string[], { env, print, complain }: RenderOptions): number {
  const address = (flag: string, what: string, variable: string) => {
    const given = env[variable]?.trim();
    return new Option(`${flag} <url>`, `${what} (default: $${variable})`).default(given || undefined);
  };
  const program = new Command('vizora-ops-render')
    .description('Writes what Prometheus, Alertmanager and Grafana read, for your own configuration.')
    .option('--config.file <file>', 'the configuration (default: $VIZORA_OPS_CONFIG, else environment only)')
    .requiredOption(
      '--out <folder>',
      'where to; the folders prometheus, alertmanager and grafana are made in it',
    )
    .option('--in-containers', 'for docker-compose.yml: secrets are not looked for on this machine', false)
    .addOption(address('--runbook-base-url', 'where people find the runbooks', 'RUNBOOK_BASE_URL'))
    .addOption(address('--dashboard-base-url', 'where people find Grafana', 'GRAFANA_URL'))
    .addOption(
      address('--alertmanager-base-url', 'where people find Alertmanager', 'ALERTMANAGER_EXTERNAL_URL'),
    )
    .version(packageVersion(), '--version')
    .configureOutput({
      writeOut: (text) => print(text.trimEnd()),
      writeErr: (text) => complain(text.trimEnd()),
    })
    .exitOverride();
  try {
    const flags = program.parse([...args], { from: 'user' }).opts<Flags>();
    const config = loadConfig(flags['config.file'], env);
    const problems = problemsOf(config, flags, env);
    if (problems.length > 0) throw new ConfigError(config.source, problems);
    const channels = configuredChannels(config, ownFile);
    const places = placesOf(config, flags);
    writeMonitoring(flags.out, places, shipped, channels);
    writeGrafana(flags.out, {
      prometheus_url: `http://${places.prometheus}`,
      alertmanager_url: `http://${places.alertmanager}`,
      runbook_base_url: places.runbook_base_url,
      alertmanager_base_url:
        flags.alertmanagerBaseUrl?.replace(/\/+$/, '') ?? `http://${places.alertmanager}`,
    });
    print([`The monitoring is in ${resolve(flags.out)}.`, ...whoIsTold(channels)].join('\n'));
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    if (!(error instanceof ConfigError)) throw error;
    complain(error.message);
    return EXIT_USAGE;
  }
}

/** In containers secrets lie where this machine cannot look; that they are files can be told all the same. */
function problemsOf(config: LoadedConfig, { inContainers }: Flags, env: NodeJS.ProcessEnv): string[] {
  const problems = [
    ...channelsWithoutFile(config),
    ...metricsTokenWithoutFile(config),
    ...unreachableAlertmanagers(config),
  ];
  if (problems.length > 0 || inContainers) return problems;
  const broken = brokenChannels(config, env);
  return broken.length > 0 ? broken : passwordWithLineBreak(config);
}

function placesOf(config: LoadedConfig, flags: Flags): MonitoringPlaces {
  const { inContainers, runbookBaseUrl, dashboardBaseUrl } = flags;
  const { alertmanager_token_file: token } = config.remediator;
  return {
    ...configuredPlaces(config),
    // A container finds it beside its configuration.
    ...(token !== undefined && !inContainers && { token_file: resolve(token) }),
    ...(runbookBaseUrl && { runbook_base_url: runbookBaseUrl.replace(/\/+$/, '') }),
    ...(dashboardBaseUrl && { dashboard_base_url: dashboardBaseUrl.replace(/\/+$/, '') }),
  };
}

function whoIsTold({ slack, email, dead_man }: Channels): string[] {
  const ways: [string, boolean, string][] = [
    ['Slack', slack !== undefined, 'notifications.slack_webhook_url, or SLACK_WEBHOOK_URL_FILE'],
    [
      email === undefined ? 'email' : `email to ${email.to.join(', ')}`,
      email !== undefined,
      'notifications.email, or SMTP_HOST and OPS_ALERT_EMAIL',
    ],
    ['the dead-man hook', dead_man !== undefined, 'notifications.healthchecks_url, or HEALTHCHECKS_URL'],
  ];
  return ways.map(([way, is, setting]) =>
    is ? `  told:           ${way}` : `  not configured: ${way} (${setting})`,
  );
}

import { type LoadedConfig, loadConfig } from '../../core/config/load.ts';
import { unreadablePasswords } from '../../core/config/unreadable-secrets.ts';
import { healthyWorld } from '../vizora/world/spec.ts';
import { readSettings, type Settings } from './ops-config.ts';
import type { Watched } from './stack.ts';

/** A real Vizora, as its operator configured it. */
export interface RealVizora {
  /** What the file says, or nothing where the environment alone says it. */
  readonly settings: Settings;
  /** The same, read and checked, with environment and defaults. */
  readonly config: LoadedConfig;
}

/**
 * The real Vizora that a file or `VALIDATOR_BASE_URL` names, else a sandbox.
 *
 * @throws ConfigError that names every fault
 */
export function whatToWatch(given: string | undefined, env: NodeJS.ProcessEnv): Watched {
  const file = given ?? (env['VIZORA_OPS_CONFIG']?.trim() || undefined);
  if (file !== undefined) return { config: loadConfig(file, env), settings: readSettings(file) };
  if (env['VALIDATOR_BASE_URL']?.trim()) return { config: loadConfig(undefined, env), settings: {} };
  return { world: healthyWorld() };
}

/** What a person should know about a real Vizora before the first event: one line each. */
export function aboutRealVizora({ config }: RealVizora, env: NodeJS.ProcessEnv): string[] {
  const { vizora, organisations, remediator, notifications } = config;
  const named = organisations.map(({ slug }) => slug ?? 'that of the account in the environment');
  const inside =
    named.length === 0
      ? 'Only services and processes are watched, nothing inside the platform: no account is given ' +
        '(setting organisations, or OPS_EMAIL with OPS_PASSWORD_FILE).'
      : `Organisations: ${named.join(', ')}.`;
  const repair = {
    off: 'Alerts are ignored (remediator.mode is off).',
    observe:
      'Nothing is changed (remediator.mode is observe): what would be repaired is decided and written down.',
    approve: 'A person is asked before each repair (remediator.mode is approve).',
    act: 'Faults are repaired (remediator.mode is act).',
  }[remediator.mode];
  const { slack_webhook_url: slack, email } = notifications;
  const ways = [...(slack ? ['Slack'] : []), ...(email ? [`email to ${email.to.join(', ')}`] : [])];
  const people =
    ways.length === 0
      ? 'Nobody is told of alerts: no way to people is configured (setting notifications).'
      : `People are told by ${ways.join(' and ')}.`;
  return [
    `Watching the Vizora at ${vizora.api_url}. ${inside}`,
    repair,
    people,
    ...unreadablePasswords(config, ['reader', 'writer'], env).map((problem) => `! ${problem}`),
  ];
}

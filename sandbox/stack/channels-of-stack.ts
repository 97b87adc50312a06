import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Channels } from '../../alertmanager/channels.ts';
import { brokenChannels, configuredChannels } from '../../alertmanager/configured-channels.ts';
import { ConfigError, type LoadedConfig } from '../../core/config/load.ts';
import { readSecret } from '../../core/config/secret.ts';

/**
 * How the local stack's Alertmanager reaches people. Secrets are copied into files of the stack, wherever they lie:
 * Alertmanager reads no variables, and takes a line break at the end of a password for a part of it.
 *
 * @throws ConfigError that names every way which would not work
 */
export function channelsOfStack(dataDir: string, config: LoadedConfig, env: NodeJS.ProcessEnv): Channels {
  const problems = brokenChannels(config, env);
  if (problems.length > 0) throw new ConfigError(config.source, problems);
  return configuredChannels(config, (secret, setting) => {
    const file = resolve(join(dataDir, 'secrets', setting));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, readSecret(secret, setting, env), { mode: 0o600 });
    return file;
  });
}

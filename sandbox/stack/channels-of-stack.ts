import { join, resolve } from 'node:path';
import type { Channels } from '../../alertmanager/channels.ts';
import { brokenChannels, configuredChannels } from '../../alertmanager/configured-channels.ts';
import { ConfigError, type LoadedConfig } from '../../core/config/load.ts';
import { readSecret } from '../../core/config/secret.ts';
import { secretFile } from './secrets.ts';

/**
 * How the local stack's Alertmanager reaches people. A secret of the environment goes into a file of the stack, since
 * Alertmanager reads no other.
 *
 * @throws ConfigError that names every way which would not work
 */
export function channelsOfStack(dataDir: string, config: LoadedConfig, env: NodeJS.ProcessEnv): Channels {
  const problems = brokenChannels(config, env);
  if (problems.length > 0) throw new ConfigError(config.source, problems);
  return configuredChannels(config, (secret, setting) =>
    'file' in secret
      ? resolve(secret.file)
      : secretFile(join(dataDir, 'secrets', setting), readSecret(secret, setting, env)),
  );
}

import {
  unreadablePasswords,
  unreadableSecret,
  unreadableServerSecrets,
} from '../core/config/unreadable-secrets.ts';
import { runDaemon } from '../core/run-daemon.ts';
import { unknownStatusAccount, unreadableSecretsOfReporting } from './reporting/reporting-problems.ts';
import { startExporter } from './start-exporter.ts';

await runDaemon(
  {
    name: 'exporter',
    description: 'Looks at a Vizora platform and exposes what is wrong with it to Prometheus.',
    problems(config, env, checkOnly) {
      const { admin } = config.vizora;
      const secrets = () => [
        ...unreadablePasswords(config, ['reader'], env),
        ...unreadableServerSecrets(config, env),
        ...(admin === undefined ? [] : unreadableSecret(admin.password, 'vizora.admin.password', env)),
        ...unreadableSecretsOfReporting(config, env),
      ];
      return [...unknownStatusAccount(config), ...(checkOnly ? secrets() : [])];
    },
    start: startExporter,
    leaving: 'what was being looked at did not end in time; leaving',
  },
  process,
);

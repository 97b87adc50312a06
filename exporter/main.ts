import {
  unreadablePasswords,
  unreadableSecret,
  unreadableServerSecrets,
} from '../core/config/unreadable-secrets.ts';
import { runDaemon } from '../core/run-daemon.ts';
import { startExporter } from './start-exporter.ts';

await runDaemon(
  {
    name: 'exporter',
    description: 'Looks at a Vizora platform and exposes what is wrong with it to Prometheus.',
    problems(config, env, checkOnly) {
      if (!checkOnly) return [];
      const { admin } = config.vizora;
      return [
        ...unreadablePasswords(config, ['reader'], env),
        ...unreadableServerSecrets(config, env),
        ...(admin === undefined ? [] : unreadableSecret(admin.password, 'vizora.admin.password', env)),
      ];
    },
    start: startExporter,
    leaving: 'what was being looked at did not end in time; leaving',
  },
  process,
);

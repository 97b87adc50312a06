import { unreadableAddresses, unreadablePasswords } from '../core/config/unreadable-secrets.ts';
import { runDaemon } from '../core/run-daemon.ts';
import { missingTokens } from './http/missing-tokens.ts';
import { unusableTls } from './http/unusable-tls.ts';
import { startRemediator } from './start-remediator.ts';

await runDaemon(
  {
    name: 'remediator',
    description:
      'Repairs what Alertmanager asks for, once it has seen the fault itself, and verifies the repair.',
    problems: (config, env, checkOnly) => [
      ...missingTokens(config),
      ...unusableTls(config),
      ...(checkOnly
        ? [...unreadablePasswords(config, ['reader', 'writer'], env), ...unreadableAddresses(config, env)]
        : []),
    ],
    start: startRemediator,
    leaving: 'what was in progress did not end in time; leaving, it is taken up at the next start',
    signals: {
      SIGUSR2(remediator, log) {
        remediator.stop('SIGUSR2');
        log.warn('SIGUSR2: nothing is executed until an operator resumes');
      },
    },
  },
  process,
);

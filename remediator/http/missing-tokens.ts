import type { LoadedConfig } from '../../core/config/load.ts';
import { unreadableSecret } from '../../core/config/unreadable-secrets.ts';
import { isLoopback } from '../../core/http/is-loopback.ts';

/** Why the tokens that guard the HTTP interface cannot be had: without them the remediator does not start. */
export function missingTokens({ remediator }: Pick<LoadedConfig, 'remediator'>): string[] {
  const { alertmanager_token_file: webhook, operator_token_file: operator, listen, public_url } = remediator;
  if (webhook === undefined) {
    return [
      'remediator.alertmanager_token_file is not set: without a token anybody could send alerts; write one into a file, and name it here and in alertmanager.yml',
    ];
  }
  return [
    ...unreadableSecret({ file: webhook }, 'remediator.alertmanager_token_file', {}),
    ...(operator === undefined && public_url !== undefined
      ? [
          'remediator.public_url is set, so others reach it through a proxy, but remediator.operator_token_file is not: everybody would be an operator; write a token into a file and name it here, or remove remediator.public_url',
        ]
      : []),
    ...(operator === undefined
      ? isLoopback(listen)
        ? []
        : [
            `remediator.listen is ${listen}, which others reach, but remediator.operator_token_file is not set: write a token into a file and name it here, or listen on 127.0.0.1`,
          ]
      : unreadableSecret({ file: operator }, 'remediator.operator_token_file', {})),
  ];
}

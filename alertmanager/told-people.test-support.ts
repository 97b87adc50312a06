import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shipped } from '../prometheus/durations.ts';
import { type SlackStandIn, startSlackStandIn } from '../sandbox/people/slack-stand-in.ts';
import { type SmtpReceiver, startSmtpReceiver } from '../sandbox/people/smtp-receiver.ts';
import {
  type AlertmanagerOptions,
  type RealAlertmanager,
  startAlertmanager,
} from './real-alertmanager.test-support.ts';

/** A real Alertmanager and everybody whom it tells, each a real server. */
export interface ToldPeople {
  readonly alertmanager: RealAlertmanager;
  readonly slack: SlackStandIn;
  readonly smtp: SmtpReceiver;
  /** The status of each body that reached the dead-man hook, oldest first. */
  readonly pings: readonly string[];
  stop(): Promise<void>;
}

const ACCOUNT = { user: 'vizora-ops@example.com', password: 'right' };

/** Waits are short; all else is as shipped. */
export async function startToldPeople({
  remediator,
}: Pick<AlertmanagerOptions, 'remediator'> = {}): Promise<ToldPeople> {
  const slack = await startSlackStandIn();
  const smtp = await startSmtpReceiver({ account: ACCOUNT });
  const pings: string[] = [];
  const hook = createServer((request, response) => {
    request.setEncoding('utf8');
    let body = '';
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      pings.push((JSON.parse(body) as { status: string }).status);
      response.end('OK');
    });
  }).listen(0, '127.0.0.1');
  await once(hook, 'listening');
  const secrets = mkdtempSync(join(tmpdir(), 'secrets-'));
  // As editors write files; a password must not end so.
  writeFileSync(join(secrets, 'slack.url'), `${slack.webhookUrl}\n`);
  writeFileSync(join(secrets, 'smtp.password'), ACCOUNT.password);

  const alertmanager = await startAlertmanager({
    ...(remediator && { remediator }),
    durations: {
      ...shipped,
      people_group_wait: '500ms',
      people_group_interval: '1s',
      dead_man_group_interval: '500ms',
      dead_man_repeat: '100ms',
    },
    channels: {
      slack: { webhook_file: join(secrets, 'slack.url') },
      email: {
        host: '127.0.0.1',
        port: smtp.port,
        from: 'vizora-ops@example.com',
        to: ['ann@example.com', 'bob@example.com'],
        login: { user: ACCOUNT.user, password_file: join(secrets, 'smtp.password') },
        require_tls: false,
      },
      dead_man: { url: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/ping/1` },
    },
  });
  return {
    alertmanager,
    slack,
    smtp,
    pings,
    async stop() {
      await alertmanager.stop();
      await Promise.all([slack.close(), smtp.close()]);
      hook.close();
      hook.closeAllConnections();
      rmSync(secrets, { recursive: true });
    },
  };
}

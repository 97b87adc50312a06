import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSlackStandIn } from '../../sandbox/people/slack-stand-in.ts';
import { startSmtpReceiver } from '../../sandbox/people/smtp-receiver.ts';
import type { Settings } from '../../sandbox/stack/ops-config.ts';

/** A message, as somebody reads it; what only the run decides (moments, ports) is taken out. */
export interface Told {
  readonly title: string;
  readonly text: string;
}

/** Everybody outside who is told anything, each a real server, with what reached them. */
export interface Outside {
  /** For the stack's configuration. */
  readonly notifications: Settings;
  /** Oldest first. */
  slack(): readonly Told[];
  mail(): readonly Told[];
  /** What the dead-man hook was told of: status and names. */
  deadMan(): readonly string[];
  refusals(): number;
  close(): Promise<void>;
}

export async function startOutside(): Promise<Outside> {
  const slack = await startSlackStandIn();
  const smtp = await startSmtpReceiver();
  const pings: string[] = [];
  const hook = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { status, alerts } = JSON.parse(body) as {
      status: string;
      alerts: { labels: Record<string, string> }[];
    };
    pings.push(`${status} ${alerts.map(({ labels }) => labels['alertname']).join()}`);
    response.end('OK');
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  const folder = mkdtempSync(join(tmpdir(), 'told-'));
  const webhook = join(folder, 'slack.url');
  writeFileSync(webhook, slack.webhookUrl);
  return {
    notifications: {
      slack_webhook_url: { file: webhook },
      email: { host: '127.0.0.1', port: smtp.port, to: ['ops@vizora.example'] },
      healthchecks_url: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/ping`,
    },
    slack: () =>
      slack.messages
        .flatMap(({ attachments }) => attachments)
        .map(({ title, text }) => ({ title, text: withoutLinks(timeless(text)) })),
    mail: () =>
      smtp.mails.map(({ parsed: { subject = '', text = '' } }) => ({
        title: subject,
        text: timeless(bodyOf(text)),
      })),
    deadMan: () => pings,
    refusals: () => slack.refusals.length,
    async close() {
      await Promise.all([slack.close(), smtp.close()]);
      hook.closeAllConnections();
      hook.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Links hold ports; that they lead where they should is tested where there is no stack. */
const withoutLinks = (text: string): string => text.replaceAll(/<(?:http)[^|>]*\|([^>]+)>/g, '[$1]');

/** Behind the subject, and before the links. */
const bodyOf = (text: string): string =>
  text
    .split('\n')
    .slice(1)
    .filter((line) => !/^(Approve|Runbook|Dashboard|Silence|Alertmanager):/.test(line))
    .join('\n')
    .trim();

const timeless = (text: string): string =>
  text
    .replaceAll(/<!date\^\d+\^[^>]*>/g, 'NOW')
    .replaceAll(/\b\d{1,2} \w{3} \d\d:\d\d UTC/g, 'NOW')
    .replaceAll(/Recovered after (\d+[hms])+/g, 'Recovered after A WHILE')
    .replaceAll(/stayed away for \d+ s/g, 'stayed away for SOME s')
    .replaceAll(/127\.0\.0\.1:\d+/g, 'HOST');

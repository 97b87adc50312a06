import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readSlackPayload, type SlackPayload } from './slack-payload.ts';

/** What Slack answered to one request. */
interface SlackAnswer {
  readonly status: number;
  readonly body: string;
}

/** What people read, and when it came, in ms since the epoch. */
export interface SlackMessage extends SlackPayload {
  readonly at: number;
}

/** Somebody else's Slack: an incoming webhook that is as strict as the real one, and keeps what people would read. */
export interface SlackStandIn {
  /** The webhook, with its secret path. */
  readonly webhookUrl: string;
  /** What was accepted, oldest first. */
  readonly messages: readonly SlackMessage[];
  /** What was refused, oldest first. */
  readonly refusals: readonly SlackAnswer[];
  /** What every further request gets: an answer, or none at all; null to be itself again. */
  behave(as: SlackAnswer | 'hang' | null): void;
  close(): Promise<void>;
}

/** The only webhook that a stand-in on this port knows. */
export const slackWebhookAt = (port: number): string =>
  `http://127.0.0.1:${port}/services/${TEAM}/${SERVICE}/${TOKEN}`;

const TEAM = 'T00000000';
const SERVICE = 'B00000000';
const TOKEN = 'XXXXXXXXXXXXXXXXXXXXXXXX';
const LARGEST_BODY = 1_000_000;

const refused = (status: number, body: string): SlackAnswer => ({ status, body });

/** @param port 0 for any that is free */
export async function startSlackStandIn(port = 0): Promise<SlackStandIn> {
  const messages: SlackMessage[] = [];
  const refusals: SlackAnswer[] = [];
  let behaviour: SlackAnswer | 'hang' | null = null;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    if (behaviour === 'hang') return;
    const judged = behaviour ?? judge(request, body);
    if ('text' in judged) messages.push({ at: Date.now(), ...judged });
    else refusals.push(judged);
    const { status, body: said } = 'text' in judged ? { status: 200, body: 'ok' } : judged;
    response.writeHead(status, { 'content-type': 'text/html' }).end(said);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  return {
    webhookUrl: slackWebhookAt(taken),
    messages,
    refusals,
    behave(as) {
      behaviour = as;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Slack's own checks, in its words. */
function judge({ method, url, headers }: IncomingMessage, body: string): SlackAnswer | SlackPayload {
  const [, services, team, service, token] = (url ?? '').split('/');
  if (services !== 'services') return refused(404, 'no_active_hooks');
  if (team !== TEAM) return refused(404, 'no_team');
  if (service !== SERVICE) return refused(404, 'no_service');
  if (token !== TOKEN) return refused(403, 'invalid_token');
  if (method !== 'POST') return refused(405, 'method_not_allowed');
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) return refused(400, 'invalid_payload');
  const read = readSlackPayload(parse(body));
  return typeof read === 'string' ? refused(400, read) : read;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Not JSON, which is refused like any other wrong payload.
    return undefined;
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

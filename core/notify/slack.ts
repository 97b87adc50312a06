// The parts alone: the package's entry point loads fetch, caches and more, which cost memory.
import request from 'undici/lib/api/api-request.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import { notSent, oneLine, type SendOutcome } from './notice.ts';
import { slackText } from './slack-text.ts';

const TIMEOUT_MS = 10_000;
/** It answers with one word. */
const LONGEST_ANSWER = 200;

/** An incoming webhook of Slack. */
export interface Slack {
  /**
   * Posts a text, once.
   *
   * @param text as people wrote it; it stays text
   * @param signal ends it early
   */
  send(text: string, signal?: AbortSignal): Promise<SendOutcome>;
}

export interface SlackOptions {
  /** Read again for each message; throws with a message for people when it cannot be. */
  readonly webhookUrl: () => string;
  readonly timeoutMs?: number;
}

/** What is told of a failure never holds the webhook, which is a secret as a whole. */
export function createSlack({ webhookUrl, timeoutMs = TIMEOUT_MS }: SlackOptions): Slack {
  return {
    async send(text, signal) {
      const url = readUrl(webhookUrl);
      if (!(url instanceof URL)) return notSent('secret_unreadable', url.trouble);
      const agent = new Agent({ connect: { timeout: timeoutMs } });
      const deadline = AbortSignal.timeout(timeoutMs);
      try {
        const response = await request.call(agent, {
          origin: url.origin,
          path: `${url.pathname}${url.search}`,
          method: 'POST',
          headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'vizora-ops' },
          body: JSON.stringify({ text: slackText(text) }),
          signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]),
        });
        return judge(response.statusCode, await beginningOf(response.body));
      } catch (error) {
        if (deadline.aborted) return notSent('timeout', 'Slack did not answer in time');
        return notSent('connection', `Slack cannot be reached (${codeOf(error)})`);
      } finally {
        await agent.destroy();
      }
    },
  };
}

function readUrl(webhookUrl: () => string): URL | { readonly trouble: string } {
  try {
    const url = URL.parse(webhookUrl());
    if (url !== null && /^https?:$/.test(url.protocol)) return url;
    return { trouble: 'the webhook of Slack is no http or https URL' };
  } catch (error) {
    return { trouble: error instanceof Error ? error.message : String(error) };
  }
}

function judge(status: number, answer: string): SendOutcome {
  if (status === 200 && answer === 'ok') return { sent: true, note: null };
  // One of Slack's own words, such as invalid_token; anything else may hold anything.
  const word = /^[a-z_]{1,60}$/.test(answer) ? ` ${answer}` : '';
  const detail = `Slack answered ${status}${word}`;
  if (status === 429) return notSent('rate_limited', detail);
  if (status >= 500) return notSent('server_error', detail);
  if (status === 401 || status === 403) return notSent('unauthorized', detail);
  return notSent(status >= 400 ? 'rejected' : 'unexpected', detail);
}

async function beginningOf(body: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of body) {
    text += chunk.toString('utf8');
    if (text.length > LONGEST_ANSWER) break;
  }
  return oneLine(text, LONGEST_ANSWER);
}

/** Only the code: a message may name the address, and with it the secret. */
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'no code';

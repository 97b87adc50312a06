import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { type SlackStandIn, startSlackStandIn } from '../../sandbox/people/slack-stand-in.ts';
import { createSlack } from './slack.ts';

describe('a message to Slack', () => {
  let standIn: SlackStandIn;
  before(async () => {
    standIn = await startSlackStandIn();
  });
  beforeEach(() => standIn.behave(null));
  after(() => standIn.close());

  const send = (text: string, webhook = standIn.webhookUrl, signal?: AbortSignal) =>
    createSlack({ webhookUrl: () => webhook, timeoutMs: 300 }).send(text, signal);

  it('arrives, with what people typed as text', async () => {
    assert.deepEqual(await send('Lobby <!channel> & "Bar"'), { sent: true, note: null });
    assert.equal(standIn.messages.at(-1)?.text, 'Lobby &lt;!channel&gt; &amp; "Bar"');
  });

  const answers: [number, string, string, string][] = [
    [400, 'invalid_payload', 'rejected', 'Slack answered 400 invalid_payload'],
    [403, 'invalid_token', 'unauthorized', 'Slack answered 403 invalid_token'],
    [404, 'no_service', 'rejected', 'Slack answered 404 no_service'],
    [429, 'rate_limited', 'rate_limited', 'Slack answered 429 rate_limited'],
    [500, '<html>Oops</html>', 'server_error', 'Slack answered 500'],
    [302, '', 'unexpected', 'Slack answered 302'],
    [200, 'welcome to the portal', 'unexpected', 'Slack answered 200'],
  ];
  for (const [status, body, reason, detail] of answers) {
    it(`has not arrived when the answer is ${status} ${body}`, async () => {
      standIn.behave({ status, body });
      assert.deepEqual(await send('x'), { sent: false, reason, detail });
    });
  }

  it('has not arrived when it is empty', async () => {
    assert.deepEqual(await send(' '), {
      sent: false,
      reason: 'rejected',
      detail: 'Slack answered 400 no_text',
    });
  });

  it('has not arrived when nobody answers in time', async () => {
    standIn.behave('hang');
    const outcome = await send('x');
    assert.ok(!outcome.sent && outcome.reason === 'timeout');
  });

  it('has not arrived when the connection is refused or cut', async () => {
    const cutting = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(cutting, 'listening');
    const { port } = cutting.address() as { port: number };
    for (const url of [`http://127.0.0.1:${port}/services/SECRET`, 'http://127.0.0.1:1/services/SECRET']) {
      const outcome = await send('x', url);
      assert.ok(!outcome.sent && outcome.reason === 'connection');
      assert.doesNotMatch(outcome.detail, /SECRET/);
    }
    cutting.close();
  });

  it('ends early when it is told to', async () => {
    standIn.behave('hang');
    const outcome = await send('x', standIn.webhookUrl, AbortSignal.timeout(20));
    assert.ok(!outcome.sent && outcome.reason === 'connection');
  });

  it('is not tried with a webhook that cannot be read, or is no URL; what it is stays secret', async () => {
    const unreadable = createSlack({
      webhookUrl: () => {
        throw new Error('cannot read the file /run/hook');
      },
    });
    assert.deepEqual(await unreadable.send('x'), {
      sent: false,
      reason: 'secret_unreadable',
      detail: 'cannot read the file /run/hook',
    });
    const outcome = await send('x', 'hooks.slack.com/services/SECRET');
    assert.ok(!outcome.sent && outcome.reason === 'secret_unreadable');
    assert.doesNotMatch(outcome.detail, /SECRET/);
  });
});

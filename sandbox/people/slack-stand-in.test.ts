import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type SlackStandIn, startSlackStandIn } from './slack-stand-in.ts';

const attached = (attachment: object) => JSON.stringify({ attachments: [attachment] });

describe('the stand-in of Slack', () => {
  let slack: SlackStandIn;
  before(async () => {
    slack = await startSlackStandIn();
  });
  after(() => slack.close());

  const json = { 'content-type': 'application/json' };
  const post = async (body: string, headers: Record<string, string> = json, url = slack.webhookUrl) => {
    const response = await fetch(url, { method: 'POST', headers, body });
    return [response.status, await response.text()];
  };

  it('takes a text, says ok and keeps it', async () => {
    assert.deepEqual(await post('{"text":"hello"}'), [200, 'ok']);
    assert.equal(slack.messages.at(-1)?.text, 'hello');
  });

  it('takes attachments without a text, up to 100', async () => {
    const attachment = { title: 'x', title_link: 'https://a.example', text: 'y', color: '#a1B2c3' };
    assert.deepEqual(await post(JSON.stringify({ attachments: Array(100).fill(attachment) })), [200, 'ok']);
    const [kept] = slack.messages.at(-1)?.attachments ?? [];
    assert.deepEqual([kept?.title, kept?.text, kept?.color], ['x', 'y', '#a1B2c3']);
    assert.deepEqual(await post(attached({ text: 'x'.repeat(8_000), color: 'danger' })), [200, 'ok']);
  });

  const refusals: [string, string, Record<string, string>, [number, string]][] = [
    ['no JSON', 'text', json, [400, 'invalid_payload']],
    ['a list', '["text"]', json, [400, 'invalid_payload']],
    ['an empty text', '{"text":" "}', json, [400, 'no_text']],
    ['no text', '{"message":"x"}', json, [400, 'no_text']],
    ['another content type', '{"text":"x"}', { 'content-type': 'text/plain' }, [400, 'invalid_payload']],
    ['a text that is none', '{"text":7}', json, [400, 'no_text']],
    ['blocks, which it does not know', '{"text":"x","blocks":[]}', json, [400, 'invalid_blocks']],
    ['attachments that are no list', '{"attachments":{}}', json, [400, 'invalid_attachments']],
    ['an attachment that says nothing', attached({ color: 'good' }), json, [400, 'no_text']],
    ['a malformed colour', attached({ title: 'x', color: '#12345' }), json, [400, 'invalid_attachments']],
    ['a link to nowhere', attached({ title: 'x', title_link: '/a' }), json, [400, 'invalid_attachments']],
    ['a title too long', attached({ title: 'x'.repeat(1_025) }), json, [400, 'invalid_attachments']],
    ['an attachment too long', attached({ text: 'x'.repeat(8_001) }), json, [400, 'invalid_attachments']],
    [
      'more than 100 attachments',
      JSON.stringify({ attachments: Array(101).fill({ title: 'x' }) }),
      json,
      [400, 'too_many_attachments'],
    ],
    ['far too much', JSON.stringify({ text: 'x'.repeat(40_001) }), json, [400, 'msg_too_long']],
  ];
  for (const [what, body, headers, expected] of refusals) {
    it(`refuses ${what}`, async () => {
      const before = slack.messages.length;
      assert.deepEqual(await post(body, headers), expected);
      assert.equal(slack.messages.length, before);
    });
  }

  it('knows only its own webhook', async () => {
    const elsewhere = (from: RegExp, to: string) =>
      post('{"text":"x"}', json, slack.webhookUrl.replace(from, to));
    assert.deepEqual(await elsewhere(/X+$/, 'Y'), [403, 'invalid_token']);
    assert.deepEqual(await elsewhere(/B0+/, 'B1'), [404, 'no_service']);
    assert.deepEqual(await elsewhere(/T0+/, 'T1'), [404, 'no_team']);
    assert.equal((await fetch(slack.webhookUrl)).status, 405);
  });

  it('misbehaves on request, and is itself again', async () => {
    slack.behave({ status: 500, body: 'rollup_error' });
    assert.deepEqual(await post('{"text":"x"}'), [500, 'rollup_error']);
    slack.behave(null);
    assert.deepEqual(await post('{"text":"x"}'), [200, 'ok']);
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slackHtml } from './slack-html.ts';
import { readSlackPayload } from './slack-payload.ts';

test('a message is shown as Slack would: links lead on, moments are words, and names stay names', () => {
  const payload = readSlackPayload({
    attachments: [
      {
        color: '#b3261e',
        title: 'DOWN &lt;b&gt;',
        title_link: 'http://a.example/?x="y"',
        text: 'R&amp;D &lt;!channel&gt; <!date^1767323045^{ago}|2 Jan> <http://a.example/|Runbook> <!here>',
      },
    ],
  });
  assert.ok(typeof payload === 'object');
  const html = slackHtml(payload);
  assert.match(html, /border-left:4px solid #b3261e/);
  assert.match(html, /<a href="http:\/\/a\.example\/\?x=&quot;y&quot;">DOWN &lt;b&gt;<\/a>/);
  assert.match(
    html,
    />R&amp;D &lt;!channel&gt; 2 Jan <a href="http:\/\/a\.example\/">Runbook<\/a> <mark>!here<\/mark></,
  );
});

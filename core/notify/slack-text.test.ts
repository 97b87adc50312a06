import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { slackText } from './slack-text.ts';

describe('a text for Slack', () => {
  it('mentions nobody and links to nothing, whatever somebody is called', () => {
    assert.equal(
      slackText('<!channel> <https://evil.example|Lobby> R&D'),
      '&lt;!channel&gt; &lt;https://evil.example|Lobby&gt; R&amp;D',
    );
  });

  it('is left alone up to 2,999 characters, and cut beyond', () => {
    assert.equal(slackText('x'.repeat(2_998)), 'x'.repeat(2_998));
    assert.equal(slackText('x'.repeat(2_999)), `${'x'.repeat(2_998)}…`);
  });

  it('is below 3,000 characters and whole in its entities and letters, whatever it holds', () => {
    const part = fc.constantFrom('&', '<', '>', 'ä', '😀', '\ud83d', 'a', '\n');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4_000, size: 'max' }), (parts) => {
        const text = slackText(parts.join(''));
        assert.ok(text.length < 3_000);
        assert.ok(text.isWellFormed());
        assert.doesNotMatch(text.replace(/&(amp|lt|gt);/g, ''), /[&<>]/);
      }),
    );
  });
});

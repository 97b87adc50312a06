import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { channelNotConfigured } from './channel-not-configured.ts';

describe('the channels to people', () => {
  it('are enough when one of them can be used', () => {
    assert.equal(channelNotConfigured({ slack: 'usable', email: 'absent' }).verdict, 'good');
    assert.equal(channelNotConfigured({ slack: 'unreadable', email: 'usable' }).verdict, 'good');
  });

  it('are missing when none is configured', () => {
    assert.deepEqual(channelNotConfigured({ slack: 'absent', email: 'absent' }), {
      verdict: 'bad',
      detail: 'none of slack, email is configured',
    });
  });

  it('tell nothing while the only one has a secret that cannot be read', () => {
    assert.equal(channelNotConfigured({ slack: 'unreadable', email: 'absent' }).verdict, 'unknown');
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { digestNotSent } from './digest-not-sent.ts';

describe('the digest', () => {
  it('that was sent, or was never due, is no fault', () => {
    assert.equal(digestNotSent({ dueAt: 5, outcome: 'sent', trouble: null }).verdict, 'good');
    assert.equal(digestNotSent({ dueAt: null, outcome: 'waiting', trouble: null }).verdict, 'good');
  });

  it('that could not be sent is a fault from when it was due', () => {
    assert.deepEqual(digestNotSent({ dueAt: 5, outcome: 'failed', trouble: 'refused' }), {
      verdict: 'bad',
      detail: 'refused',
      since: 5,
    });
  });

  it('that is due and was not tried yet tells nothing', () => {
    assert.equal(digestNotSent({ dueAt: 5, outcome: 'waiting', trouble: null }).verdict, 'unknown');
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alertmanagerUnreachable } from './alertmanager-unreachable.ts';

const now = 1_000_000;
const after = 300_000;
const verdict = (answeredAt: number | null, silentSince: number | null) =>
  alertmanagerUnreachable(
    { answeredAt, silentSince, trouble: silentSince === null ? null : 'refused' },
    now,
    after,
  );

describe('Alertmanager', () => {
  it('that answers is reachable', () => {
    assert.equal(verdict(now, null).verdict, 'good');
  });

  it('that has fallen silent is unreachable after five minutes, and not before', () => {
    assert.equal(verdict(1, now - after + 1).verdict, 'good');
    assert.deepEqual(verdict(1, now - after), { verdict: 'bad', detail: 'refused', since: now - after });
  });

  it('that never answered tells nothing for as long, which clears nothing after a restart', () => {
    assert.equal(verdict(null, null).verdict, 'unknown');
    assert.equal(verdict(null, now - after + 1).verdict, 'unknown');
    assert.equal(verdict(null, now - after).verdict, 'bad');
  });

  it('tells nothing after the clock was set back', () => {
    assert.equal(verdict(1, now + 1).verdict, 'unknown');
  });
});

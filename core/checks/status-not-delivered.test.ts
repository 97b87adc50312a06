import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type StatusDelivery, statusNotDelivered } from './status-not-delivered.ts';

const minutes = (n: number) => n * 60_000;
const now = minutes(1_000);
const after = minutes(10);
const verdict = (special: Partial<StatusDelivery>) => {
  const arrived = { triedSince: 0, provenAt: now, overwrittenAt: [], trouble: null };
  return statusNotDelivered({ ...arrived, ...special }, now, after);
};

describe('a status document', () => {
  it('that was seen where it was posted is delivered, until that was too long ago', () => {
    assert.equal(verdict({ provenAt: now - after }).verdict, 'good');
    assert.deepEqual(verdict({ provenAt: now - after - 1, trouble: 'refused' }), {
      verdict: 'bad',
      detail: 'refused',
      since: now - after - 1,
    });
  });

  it('that was never seen there is not delivered once that was tried for too long', () => {
    const tried = (ms: number) => verdict({ provenAt: null, triedSince: now - ms, trouble: 'refused' });
    assert.equal(tried(after).verdict, 'unknown');
    assert.equal(tried(after + 1).verdict, 'bad');
  });

  it('that was not tried yet tells nothing', () => {
    assert.equal(verdict({ provenAt: null, triedSince: null }).verdict, 'unknown');
  });

  it('tells nothing after the clock was set back', () => {
    assert.equal(verdict({ provenAt: now + 1 }).verdict, 'unknown');
  });

  it('that somebody else replaced once is delivered, twice within an hour not', () => {
    const replaced = (...ago: number[]) => verdict({ overwrittenAt: ago.map((ms) => now - ms) });
    assert.equal(replaced(minutes(1)).verdict, 'good');
    assert.equal(replaced(minutes(60), minutes(1)).verdict, 'good');
    assert.deepEqual(replaced(minutes(60) - 1, minutes(1)), {
      verdict: 'bad',
      detail: 'somebody else has replaced it 2 times within the last hour',
      since: now - minutes(60) + 1,
    });
  });
});

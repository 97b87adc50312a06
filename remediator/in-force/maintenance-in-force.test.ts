import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { maintenanceInForce } from './maintenance-in-force.ts';

const nothingAnnounced = { maintenances: { active: () => [] } } as never;
const night = { starts: '0 2 * * 6', for: 2 * 3_600_000 };
const at = (time: string, timezone = 'Europe/Berlin') =>
  maintenanceInForce({ ledger: nothingAnnounced, windows: [night], timezone }, Date.parse(time));

describe('a maintenance window', () => {
  it('is open from its first moment to just before its end, in the configured time zone', () => {
    // A Saturday in winter: two o'clock in Berlin is one o'clock UTC.
    assert.deepEqual(
      ['00:59:59.999', '01:00:00.000', '02:59:59.999', '03:00:00.000'].map(
        (time) => at(`2026-11-28T${time}Z`).length,
      ),
      [0, 1, 1, 0],
    );
    assert.equal(at('2026-11-28T02:30:00Z', 'UTC').length, 1);
    assert.equal(at('2026-11-28T01:30:00Z', 'UTC').length, 0);
  });

  it('says until when', () => {
    assert.deepEqual(at('2026-11-28T01:30:00Z'), [
      { source: 'window', reason: 'the window "0 2 * * 6"', until: Date.parse('2026-11-28T03:00:00Z') },
    ]);
  });

  it('of a night on which the clock is put forward begins when the hour that is missing is over', () => {
    const sunday = { starts: '30 2 * * 0', for: 3_600_000 };
    const open = (time: string) =>
      maintenanceInForce(
        { ledger: nothingAnnounced, windows: [sunday], timezone: 'Europe/Berlin' },
        Date.parse(time),
      ).length;
    // 2027-03-28: from 02:00 to 03:00 in Berlin, which is 01:00 UTC.
    assert.deepEqual([open('2027-03-28T00:59:00Z'), open('2027-03-28T01:35:00Z')], [0, 1]);
  });
});

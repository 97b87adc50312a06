import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { maintenanceDue } from './maintenance-due.ts';

const HOUR = 3_600_000;
const NOW = 1_800_000_000_000;
const judge = (vacuumedAgo: number | null, analysedAgo: number | null) => {
  const at = (ago: number | null) => (ago === null ? null : NOW - ago);
  const counts = { liveRows: 1, deadRows: 0, lastVacuumAt: at(vacuumedAgo), lastAnalyzeAt: at(analysedAgo) };
  return maintenanceDue(counts, 12 * HOUR, NOW).verdict;
};

describe('the maintenance of a table', () => {
  it('is due after the time, and not a moment before', () => {
    assert.equal(judge(12 * HOUR, HOUR), 'bad');
    assert.equal(judge(12 * HOUR - 1, HOUR), 'good');
  });

  it('is due when either has not been done', () => {
    assert.equal(judge(HOUR, 12 * HOUR), 'bad');
    assert.equal(judge(null, HOUR), 'bad');
    assert.equal(judge(HOUR, null), 'bad');
  });

  it('is unknown where nothing is counted', () => {
    assert.equal(maintenanceDue(null, HOUR, NOW).verdict, 'unknown');
  });
});

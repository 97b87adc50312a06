import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AgentStatus } from './agent-families.ts';
import { scheduleDoctor } from './agents/schedule-doctor.ts';
import { LOST_STATE_HOLD_MS, readiness } from './readiness.ts';
import type { RunReport } from './run-agent.ts';

const run = (complete: boolean): RunReport => ({
  agent: 'schedule-doctor',
  startedAt: 1,
  endedAt: 2,
  failure: null,
  statements: [],
  checks: [{ incident: 'schedule_past_end', org: 'acme', complete }],
  verdicts: new Map(),
  unexamined: [],
});
const agent = (lastRun: RunReport | null): AgentStatus[] => [
  { agent: scheduleDoctor, intervalMs: 1, lastRun, lastSuccessAt: null },
];

describe('what is known may be shown', () => {
  it('at once, when it was restored', () => {
    assert.equal(readiness('restored', agent(null), 0, 0), null);
  });

  it('when every agent has looked, if there was nothing to restore', () => {
    assert.match(readiness('new', agent(null), 0, 1e9) ?? '', /no first look yet of schedule-doctor/);
    assert.equal(readiness('new', agent(run(false)), 0, 0), null);
  });

  it('when every agent has seen everything, if it was lost', () => {
    assert.match(readiness('lost', agent(null), 0, 1e9) ?? '', /no first look/);
    assert.match(
      readiness('lost', agent(run(false)), 0, 0) ?? '',
      /not everything seen again by schedule-doctor/,
    );
    assert.equal(readiness('lost', agent(run(true)), 0, 0), null);
  });

  it('after some minutes all the same: being blind to what is new would be worse', () => {
    assert.notEqual(readiness('lost', agent(run(false)), 0, LOST_STATE_HOLD_MS - 1), null);
    assert.equal(readiness('lost', agent(run(false)), 0, LOST_STATE_HOLD_MS), null);
  });
});

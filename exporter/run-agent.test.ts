import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Clock } from '../core/clock.ts';
import { createLog } from '../core/log.ts';
import type { Target } from '../core/target.ts';
import { bad, good, unknown } from '../core/verdict.ts';
import { type Agent, covered, defineAgent, judge, notCovered } from './agent.ts';
import { type Gather, isComplete, runAgent } from './run-agent.ts';

const log = createLog('test', 'silent');

const target = (id: string, org = 'acme'): Target => ({ kind: 'schedule', id, org, name: id });

/** A clock on which each look at it takes 10 ms. */
function tickingClock(): Clock {
  let at = 1_000;
  return { now: () => (at += 10), sleep: async () => undefined };
}

const doctor = (inspect: Agent['inspect']): Agent =>
  defineAgent({ name: 'schedule-doctor', needs: ['schedules'], raises: ['schedule_past_end'], inspect });

const refuse = () => Promise.reject(new Error('must not be read'));
const gather = (special: Partial<Gather> = {}): Gather => ({
  schedules: async () => [],
  services: refuse,
  processes: refuse,
  ...special,
});

const run = (agent: Agent, special?: Partial<Gather>) =>
  runAgent(agent, { gather: gather(special), clock: tickingClock(), log });

describe('a run of an agent', () => {
  it('gathers what the agent needs and nothing else', async () => {
    let given: unknown;
    const report = await run(
      doctor((snapshot) => {
        given = snapshot;
        return [];
      }),
    );
    assert.equal(report.failure, null);
    assert.deepEqual(given, { schedules: [] });
    assert.deepEqual([report.startedAt, report.endedAt > report.startedAt], [1_010, true]);
  });

  it('counts verdicts, and what got none by its reason', async () => {
    const { verdicts, unexamined, checks } = await run(
      doctor(() => [
        covered('schedule_past_end', 'acme'),
        judge('schedule_past_end', target('a'), bad('ended')),
        judge('schedule_past_end', target('b'), good),
        judge('schedule_past_end', target('c'), unknown('unparseable_date')),
        notCovered('schedule_past_end', 'beta', 'scan_incomplete'),
        covered('schedule_past_end', 'gamma'),
      ]),
    );
    assert.deepEqual(Object.fromEntries(verdicts), { schedule_past_end: { bad: 1, good: 1, unknown: 1 } });
    assert.deepEqual(
      unexamined.map(({ reason }) => reason),
      ['unparseable_date', 'scan_incomplete'],
    );
    assert.deepEqual(
      checks.map(({ org, complete }) => [org, complete]),
      [
        ['acme', false],
        ['beta', false],
        ['gamma', true],
      ],
    );
  });

  it('is complete only when everything was seen and decided', async () => {
    assert.equal(isComplete(await run(doctor(() => [covered('schedule_past_end', 'acme')]))), true);
    assert.equal(
      isComplete(await run(doctor(() => [notCovered('schedule_past_end', 'acme', 'source_down')]))),
      false,
    );
  });

  it('fails, and concludes nothing, when a section cannot be gathered', async () => {
    const report = await run(
      doctor(() => assert.fail('must not inspect')),
      { schedules: () => Promise.reject(new Error('no')) },
    );
    assert.deepEqual([report.failure, report.statements.length], ['gather_failed', 0]);
  });

  it('fails, and concludes nothing, when the agent throws, even in the middle', async () => {
    const report = await run(
      doctor(function* () {
        yield judge('schedule_past_end', target('a'), good);
        throw new Error('no');
      }),
    );
    assert.deepEqual([report.failure, report.statements.length], ['inspect_failed', 0]);
  });

  it('fails when the agent raises what is not its own', async () => {
    const report = await run(doctor(() => [judge('service_down', target('a'), good)]));
    assert.equal(report.failure, 'inspect_failed');
  });
});

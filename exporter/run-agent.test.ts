import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Clock } from '../core/clock.ts';
import { createLog } from '../core/log.ts';
import { PLATFORM, type Target } from '../core/target.ts';
import { bad, good, unknown } from '../core/verdict.ts';
import { gatherOf, shippedChecks } from './agent.test-support.ts';
import { type Agent, covered, defineAgent, judge, notCovered } from './agent.ts';
import { afterLook } from './board.ts';
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

const run = (agent: Agent, special?: Partial<Gather>) =>
  runAgent(agent, {
    gather: gatherOf({ schedules: async () => [], ...special }),
    checks: shippedChecks,
    unavailable: () => null,
    clockSkewMs: () => null,
    clock: tickingClock(),
    log,
  });

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

  it("judges by the platform's clock, and takes no notice of what its whole seconds cannot tell", async () => {
    const seen: number[] = [];
    const agent = doctor((_, { now, platformNow }) => {
      seen.push(now - platformNow);
      return [];
    });
    for (const skew of [null, 1_900, -2_000, 2_100, -90_000]) {
      await runAgent(agent, {
        gather: gatherOf({ schedules: async () => [] }),
        checks: shippedChecks,
        unavailable: () => null,
        clockSkewMs: () => skew,
        clock: tickingClock(),
        log,
      });
    }
    assert.deepEqual(seen, [0, 0, 0, 2_100, -90_000]);
  });

  it('says nothing of a check that is switched off', async () => {
    const report = await runAgent(
      doctor(() => [covered('schedule_past_end', 'acme'), judge('schedule_past_end', target('a'), bad('x'))]),
      {
        gather: gatherOf({ schedules: async () => [] }),
        checks: { ...shippedChecks, schedule_past_end: { enabled: false } },
        unavailable: () => null,
        clockSkewMs: () => null,
        clock: tickingClock(),
        log,
      },
    );
    assert.deepEqual([report.statements, report.checks, report.failure], [[], [], null]);
  });

  describe('of a check that lacks what it reads', () => {
    const lacking = (inspect: Agent['inspect']) =>
      runAgent(doctor(inspect), {
        gather: gatherOf({ schedules: async () => [] }),
        checks: shippedChecks,
        unavailable: (incident) => `${incident} lacks data[].endDate`,
        clockSkewMs: () => null,
        clock: tickingClock(),
        log,
      });

    it('concludes nothing of an organisation: neither bad nor good, and nothing is covered', async () => {
      const { statements, verdicts, unexamined, checks } = await lacking(() => [
        covered('schedule_past_end', 'acme'),
        judge('schedule_past_end', target('a'), bad('ended')),
        judge('schedule_past_end', target('b'), good),
      ]);
      const detail = 'schedule_past_end lacks data[].endDate';
      assert.deepEqual(statements, [
        notCovered('schedule_past_end', 'acme', 'unavailable', detail),
        judge('schedule_past_end', target('a'), unknown('unavailable', detail)),
        judge('schedule_past_end', target('b'), unknown('unavailable', detail)),
      ]);
      assert.deepEqual(verdicts.get('schedule_past_end'), { bad: 0, good: 0, unknown: 2 });
      assert.deepEqual(new Set(unexamined.map(({ reason }) => reason)), new Set(['unavailable']));
      assert.deepEqual(checks, [{ incident: 'schedule_past_end', org: 'acme', complete: false }]);
    });

    it('opens and clears nothing on the board', async () => {
      const open = judge('schedule_past_end', target('a'), bad('ended'));
      const { board } = afterLook(new Map(), 'schedule-doctor', [open], 1);
      const { statements } = await lacking(() => [
        covered('schedule_past_end', 'acme'),
        judge('schedule_past_end', target('b'), bad('ended')),
      ]);
      const after = afterLook(board, 'schedule-doctor', statements, 2);
      assert.deepEqual(
        [...after.board.values()].map(({ target: { id }, state }) => [id, state]),
        [['a', 'unverified']],
      );
    });

    it('leaves alone what belongs to the platform itself', async () => {
      const own = [
        covered('schedule_past_end', PLATFORM),
        judge('schedule_past_end', target('disk', PLATFORM), bad('full')),
      ];
      assert.deepEqual((await lacking(() => own)).statements, own);
    });
  });
});

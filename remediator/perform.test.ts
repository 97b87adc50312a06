import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Config } from '../core/config/schema.ts';
import { good } from '../core/verdict.ts';
import { createFakeClock } from '../core/vizora/fake-clock.test-support.ts';
import type { Execution, Repair } from './action.ts';
import type { EngineParts } from './engine-parts.ts';
import type { Intent, Remediation } from './ledger/remediations.ts';
import { perform, takeUp } from './perform.ts';
import type { Leave } from './tools.ts';

const MINUTE = 60_000;
const ASKED = { incident: 'service_down', org: 'platform', target_kind: 'service', target_id: 'realtime' };
const told = (...items: unknown[]) => ({ answered: true, items, silent: [] });

/** An act that is carried out as is told, after which the fault is gone. */
function startPerforming(execute: (leave: Leave) => Promise<Execution>) {
  const clock = createFakeClock();
  const ending = new AbortController();
  const noted: unknown[] = [];
  const parts = {
    clock,
    ending: ending.signal,
    settings: Config.parse({}).remediator,
    maintenance: () => [],
    stopFile: '/nowhere/stop',
    alertmanagers: {
      silences: async () => told(),
      alerts: async () => told({ labels: { ...ASKED, remediation: 'restart_process' }, state: 'active' }),
    },
    act: {},
    look: {},
    ledger: {
      transaction: (work: () => void) => work(),
      stops: { active: () => [] },
      remediations: { executed: (...all: unknown[]) => noted.push(all) },
    },
  } as unknown as EngineParts;
  const repair = {
    action: 'restart_process',
    betweenLooks: null,
    execute: (_intent: Intent, _act: unknown, leave: Leave) => execute(leave),
    watch: () => async () => ({ finding: good, steady: '', after: {} }),
  } as unknown as Repair;
  const remediation = { id: 7, action: 'restart_process', params: ASKED };
  const intent = { remediation } as unknown as Intent;
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 500) {
      for (let turns = 0; turns < 4; turns++) await turn();
      clock.advance(500);
    }
  };
  return { clock, ending, noted, pass, parts, repair, work: () => perform(intent, repair, parts) };
}

const never = () => new Promise<never>(() => undefined);

describe('performing', () => {
  it('lets an act write while nothing stands against it', async () => {
    const seen: unknown[] = [];
    const { work, pass, noted, clock } = startPerforming(async (leave) => {
      seen.push(await leave.refusal(), leave.signal.aborted);
      return { kind: 'done' };
    });
    const began = clock.now();
    const ended = work();
    await pass(2 * MINUTE);
    assert.deepEqual(seen, [null, false]);
    assert.deepEqual(noted, [[7, began, null, null]]);
    const { outcome, detail } = await ended;
    assert.deepEqual([outcome, detail], ['fixed', 'the fault is gone, and stayed away for 60 s']);
  });

  it('lets an act write no more once its time is over', async () => {
    let leave: Leave | null = null;
    const { work, pass, noted } = startPerforming((given) => {
      leave = given;
      return never();
    });
    const ended = work();
    await pass(MINUTE - 1_000);
    const before = leave as Leave | null;
    assert.deepEqual([await before?.refusal(), before?.signal.aborted], [null, false]);
    await pass(3 * MINUTE);
    assert.deepEqual(
      [await before?.refusal(), before?.signal.aborted],
      ['the time for the act is over', true],
    );
    assert.deepEqual((noted[0] as unknown[])[2], 'the act did not answer within 60 s');
    const { outcome, detail } = await ended;
    assert.equal(outcome, 'fixed');
    assert.match(detail, /^the fault is gone.*; the act did not answer within 60 s$/);
  });

  it('lets an act write no more once the process is asked to end', async () => {
    const seen: unknown[] = [];
    const { work, ending } = startPerforming(async (leave) => {
      seen.push(await leave.refusal(), leave.signal.aborted);
      ending.abort();
      seen.push(await leave.refusal(), leave.signal.aborted);
      return { kind: 'refused', detail: 'it was told so' };
    });
    assert.equal((await work()).outcome, 'refused');
    assert.deepEqual(seen, [null, false, 'the remediator was told to end', true]);
  });

  it('does not go on waiting for an act that has answered', async () => {
    const { work, clock } = startPerforming(async () => ({ kind: 'called_off', detail: 'it was changed' }));
    assert.equal((await work()).outcome, 'skipped');
    await turn();
    assert.equal(clock.sleeping, 0);
  });

  it('takes up an act of which nobody knows whether it was carried out, by looking', async () => {
    const { parts, repair, pass } = startPerforming(never);
    const unfinished = { state: 'intended', trouble: null } as Remediation;
    const ended = takeUp(unfinished, repair, parts);
    await pass(2 * MINUTE);
    const { outcome, detail } = await ended;
    assert.equal(outcome, 'fixed');
    assert.match(detail, /; the remediator ended before it noted whether it had acted$/);
  });
});

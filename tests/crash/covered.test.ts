import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { idle, NOT_SIMULATED } from './covered.ts';
import { fixedPlan } from './fixed-plan.ts';
import { runCases } from './run-cases.ts';
import { withScratch } from './scratch.ts';

test('the fixed run comes to an act of every action, apart from those of which it is said why not', async () => {
  await withScratch(async (scratch) => {
    const whole = { name: 'whole run', command: '', plan: fixedPlan(null) };
    const [result] = await runCases([whole], { scratch, kept: join(scratch, 'kept'), jobs: 1 });
    assert.deepEqual(result?.violations, []);
    assert.deepEqual(idle(result?.acted ?? {}), []);
    for (const [action, why] of Object.entries(NOT_SIMULATED)) {
      assert.ok(why.length > 0 && !(action in (result?.acted ?? {})), `${action}: ${why}`);
    }
  });
});

test('an action to which no run comes is named', () => {
  assert.ok(idle({ restart_process: 1 }).includes('no run came to an act of trim_logs'));
  assert.ok(!idle({ restart_process: 1 }).includes('no run came to an act of restart_process'));
});

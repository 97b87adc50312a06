import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Gate, type GateContext, pass, refuse } from './gates/gate.ts';
import { runGates } from './run-gates.ts';

const context = {} as GateContext;
const gate = (name: Gate['name'], ask: Gate['ask']): Gate => ({ name, askedAgain: false, ask });
const yes = gate('attempts', () => pass('fine'));
const no = gate('cooldown', () => refuse('cooldown', 'too early', 7));
const observe = gate('mode', () => refuse('observe', 'it says observe'));

describe('the gates together', () => {
  it('allow when each passes', async () => {
    assert.deepEqual(await runGates([yes, yes], context), {
      allowed: true,
      reason: 'fault_confirmed',
      records: [
        { gate: 'attempts', passed: true, saw: 'fine' },
        { gate: 'attempts', passed: true, saw: 'fine' },
      ],
      againIn: null,
    });
  });

  it('refuse with the first refusal, and ask no further', async () => {
    const { allowed, reason, records, againIn } = await runGates([no, yes], context);
    assert.deepEqual([allowed, reason, records.length, againIn], [false, 'cooldown', 1, 7]);
  });

  it('refuse when one breaks, whether at once or later', async () => {
    const broken = [
      gate('lease', () => {
        throw new Error('out of order');
      }),
      gate('lease', () => Promise.reject(new Error('out of order'))),
    ];
    for (const one of broken) {
      const { allowed, reason, records } = await runGates([one, yes], context);
      assert.deepEqual([allowed, reason], [false, 'gate_error']);
      assert.deepEqual(records, [{ gate: 'lease', passed: false, saw: 'out of order' }]);
    }
  });

  it('under the policy observe are all asked, and none of it allows', async () => {
    const all = await runGates([observe, yes], context);
    assert.deepEqual([all.allowed, all.reason, all.records.length], [false, 'observe', 2]);
    const refused = await runGates([observe, no, yes], context);
    assert.deepEqual([refused.allowed, refused.reason, refused.againIn], [false, 'observe', null]);
    assert.equal(refused.records.length, 2);
    assert.equal((await runGates([observe, yes], context, false)).records.length, 1);
  });
});

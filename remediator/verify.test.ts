import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Config } from '../core/config/schema.ts';
import { bad, type Finding, good, unknown } from '../core/verdict.ts';
import { createFakeClock } from '../core/vizora/fake-clock.test-support.ts';
import type { Check } from './action.ts';
import { verify } from './verify.ts';

const SECOND = 1_000;
const defaults = Config.parse({}).remediator.actions.deactivate_schedule;
const isDown = bad('it is down');

interface Times {
  readonly settle?: number;
  readonly stable_for?: number;
  readonly verify_within?: number;
}

/** Verifies what shows itself so, a number of ms after the act; told are the times of the looks, too. */
async function verified(
  shows: (after: number) => Finding | { readonly finding: Finding; readonly steady: string },
  times: Times = {},
) {
  const clock = createFakeClock({ hurry: true });
  const began = clock.now();
  const looks: number[] = [];
  const lookOnce = async (): Promise<Check> => {
    const after = clock.now() - began;
    looks.push(after);
    const shown = shows(after);
    return { ...('steady' in shown ? shown : { finding: shown, steady: '' }), after: { at: after } };
  };
  const policy = { ...defaults, settle: 0, stable_for: 0, verify_within: 30 * SECOND, ...times };
  const result = await verify(lookOnce, policy, null, clock, new AbortController().signal);
  return { ...result, looks };
}

describe('invariant 4: verifying', () => {
  it('looks for the first time once the act has had its time', async () => {
    const { verdict, looks, after } = await verified(() => good, { settle: 7 * SECOND });
    assert.deepEqual([verdict, looks, after], ['good', [7 * SECOND], { at: 7 * SECOND }]);
  });

  for (const [within, pause] of [
    [6, 1],
    [24, 2],
    [60, 5],
    [180, 5],
  ] as const) {
    it(`looks every ${pause} s when there are ${within} s for it`, async () => {
      const { looks } = await verified(() => isDown, { verify_within: within * SECOND });
      assert.deepEqual(looks.slice(0, 2), [0, pause * SECOND]);
    });
  }

  it('says that the fault is gone, and for how long it stayed away', async () => {
    const once = await verified(() => good);
    assert.deepEqual([once.verdict, once.detail, once.looks.length], ['good', 'the fault is gone', 1]);
    const sustained = await verified(() => good, { stable_for: 10 * SECOND, verify_within: 24 * SECOND });
    assert.deepEqual(
      [sustained.verdict, sustained.detail, sustained.looks.at(-1)],
      ['good', 'the fault is gone, and stayed away for 10 s', 10 * SECOND],
    );
  });

  it('begins to count anew when the fault comes back, and when it is no longer the same good time', async () => {
    const times = { stable_for: 4 * SECOND, verify_within: 24 * SECOND };
    const back = await verified((after) => (after === 2 * SECOND ? isDown : good), times);
    assert.deepEqual([back.verdict, back.looks.at(-1)], ['good', 8 * SECOND]);
    const restarted = await verified(
      (after) => ({ finding: good, steady: after < 4 * SECOND ? 'first' : 'second' }),
      times,
    );
    assert.deepEqual([restarted.verdict, restarted.looks.at(-1)], ['good', 8 * SECOND]);
  });

  it('ends with the last look when its time is over', async () => {
    const { verdict, detail, looks } = await verified(() => isDown, { verify_within: 24 * SECOND });
    assert.deepEqual([verdict, detail, looks.at(-1)], ['bad', 'it is down', 24 * SECOND]);
  });

  it('waits for a good time that began by then, and for none that began later', async () => {
    const times = { stable_for: 10 * SECOND, verify_within: 24 * SECOND };
    const inTime = await verified((after) => (after < 24 * SECOND ? isDown : good), times);
    assert.deepEqual([inTime.verdict, inTime.looks.at(-1)], ['good', 34 * SECOND]);
    const tooLate = await verified(
      (after) => ({ finding: after < 24 * SECOND ? isDown : good, steady: String(after) }),
      times,
    );
    assert.deepEqual([tooLate.verdict, tooLate.detail], ['bad', 'it is not steady']);
    assert.equal(tooLate.looks.at(-1), 26 * SECOND);
  });

  it('cannot tell where the last look could not, or broke off', async () => {
    const silent = await verified(() => unknown('source_down'));
    assert.deepEqual([silent.verdict, silent.detail], ['unknown', 'source_down']);
    const broken = await verified(() => {
      throw new Error('no answer');
    });
    assert.deepEqual([broken.verdict, broken.detail, broken.after], ['unknown', 'no answer', null]);
  });

  it('is given up when the process is asked to end', async () => {
    const ending = new AbortController();
    const lookOnce = async () => ({ finding: isDown, steady: '', after: {} });
    const clock = createFakeClock();
    const work = verify(lookOnce, defaults, null, clock, ending.signal);
    ending.abort(new Error('it ends'));
    await assert.rejects(work, /it ends/);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLanes } from './lanes.ts';

/** Lanes whose work ends when the test says so. */
function slowLanes(parallel: number) {
  const batches: string[][] = [];
  const ends: (() => void)[] = [];
  const lanes = createLanes<string>({
    laneOf: (item) => item[0] ?? '',
    parallel,
    handle: (items) => {
      batches.push([...items]);
      return new Promise((resolve) => ends.push(resolve));
    },
  });
  const endNext = async () => {
    ends.shift()?.();
    await new Promise(setImmediate);
  };
  return { lanes, batches, endNext };
}

describe('lanes', () => {
  it('handle together what piled up about one target meanwhile', async () => {
    const { lanes, batches, endNext } = slowLanes(2);
    lanes.add(['a1']);
    lanes.add(['a2', 'b1']);
    lanes.add(['a3']);
    assert.deepEqual(batches, [['a1'], ['b1']]);
    await endNext();
    assert.deepEqual(batches, [['a1'], ['b1'], ['a2', 'a3']]);
  });

  it('work on no more targets at once than they may', async () => {
    const { lanes, batches, endNext } = slowLanes(2);
    lanes.add(['a1', 'b1', 'c1', 'd1']);
    assert.equal(batches.length, 2);
    await endNext();
    assert.deepEqual(batches.at(-1), ['c1']);
  });

  it('are idle when nothing waits and nothing runs', async () => {
    const { lanes, endNext } = slowLanes(1);
    await lanes.idle();
    lanes.add(['a1', 'b1']);
    let idle = false;
    const done = lanes.idle().then(() => {
      idle = true;
    });
    await endNext();
    assert.equal(idle, false);
    await endNext();
    await done;
  });
});

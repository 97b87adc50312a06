import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ROW_ID, rowIdsIn } from './row-id.ts';

const CUID = `c${'a1'.repeat(12)}`;
const UUID = '0efd70ba-461a-475b-8618-790198521a30';

describe('ids in a value', () => {
  const cases: [string, unknown][] = [
    ['as a value', { contentId: CUID }],
    ['as a key', { [CUID]: true }],
    ['within a list', [[[CUID]]]],
    ['within an address', { url: `https://example.com/files/${CUID}/file.png` }],
    ['in the name of a file', `${CUID}_thumb.png`],
    ['after a line break', `<p>\n${CUID}\t</p>`],
    ['twice, and said once', [CUID, `${CUID} ${CUID}`]],
  ];
  for (const [where, value] of cases) {
    it(`are found ${where}`, () => {
      assert.deepEqual(rowIdsIn(value), [CUID]);
    });
  }

  it('are found in both shapes', () => {
    assert.deepEqual(rowIdsIn({ a: CUID, b: UUID }).toSorted(), [UUID, CUID].toSorted());
  });

  it('are not made of longer words, numbers or nothing', () => {
    for (const value of [null, undefined, 5, true, 'c1', `x${CUID}`, `${CUID}X`, 'c'.repeat(60), {}, []]) {
      assert.deepEqual(rowIdsIn(value), [], String(value));
    }
  });

  it('are found however deep they lie', () => {
    let value: unknown = CUID;
    for (let i = 0; i < 100_000; i += 1) value = [value];
    assert.deepEqual(rowIdsIn(value), [CUID]);
  });

  it('are what is accepted as an id, whole', () => {
    assert.ok(ROW_ID.test(CUID) && ROW_ID.test(UUID));
    assert.ok(!ROW_ID.test(` ${CUID}`) && !ROW_ID.test(`${CUID}/x`));
  });
});

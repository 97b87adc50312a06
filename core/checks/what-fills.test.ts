import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeFill, inBytes, whatFills } from './what-fills.ts';

const content = (name: string, fileSize: number | null, status = 'active') => ({
  id: `id of ${name}`,
  name,
  status,
  fileSize,
});

describe('what fills a storage', () => {
  it('is told by the three largest contents of any status, and by what deleting would free', () => {
    const fill = whatFills([
      content('small', 10),
      content('film', 3_000_000_000),
      content('unknown', null),
      content('old', 2_500_000, 'archived'),
      content('over', 500, 'expired'),
    ]);
    assert.deepEqual(fill, {
      largest: [
        { id: 'id of film', name: 'film', bytes: 3_000_000_000 },
        { id: 'id of old', name: 'old', bytes: 2_500_000 },
        { id: 'id of over', name: 'over', bytes: 500 },
      ],
      recoverableBytes: 2_500_500,
    });
    assert.equal(
      describeFill(fill),
      'largest: 3.0 GB film, 2.5 MB old, 500 B over; 2.5 MB in what is archived or expired',
    );
  });

  it('is nothing where nothing is, or where no size is known', () => {
    assert.equal(describeFill(whatFills([])), '0 B in what is archived or expired');
    assert.equal(
      describeFill(whatFills([content('unknown', null, 'expired')])),
      '0 B in what is archived or expired',
    );
  });

  it('is written with the unit that fits', () => {
    assert.deepEqual([0, 999, 1_000, 999_949, 2e15].map(inBytes), [
      '0 B',
      '999 B',
      '1.0 kB',
      '999.9 kB',
      '2000.0 TB',
    ]);
  });
});

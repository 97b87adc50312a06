import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Family } from '../core/metrics/family.ts';
import { contentFamilies, storageFamilies } from './content-families.ts';

const lines = (families: readonly Family[]) => families.flatMap((family) => family.lines);

describe('the metrics of content', () => {
  it('count by the statuses that the platform knows, zero included, and call every other one other', () => {
    const byStatus = new Map([
      ['active', 7],
      ['archived', 2],
      ['new "word"', 1],
      ['another', 2],
    ]);
    const counted = lines(contentFamilies([{ org: 'acme', byStatus }], []));
    assert.equal(counted.length, 11);
    for (const line of [
      'vizora_content_items{org="acme",status="active"} 7',
      'vizora_content_items{org="acme",status="archived"} 2',
      'vizora_content_items{org="acme",status="draft"} 0',
      'vizora_content_items{org="acme",status="other"} 3',
    ]) {
      assert.ok(counted.includes(line), line);
    }
  });

  it('tell when details will be known, and nothing of it once they are', () => {
    assert.deepEqual(
      lines(
        contentFamilies(
          [],
          [
            { org: 'acme', known: 5, wanted: 2, completeAt: 1_700_000_000_000 },
            { org: 'beta', known: 3, wanted: 0, completeAt: null },
          ],
        ),
      ),
      [
        'vizora_content_details_known{org="acme"} 5',
        'vizora_content_details_known{org="beta"} 3',
        'vizora_content_details_wanted{org="acme"} 2',
        'vizora_content_details_wanted{org="beta"} 0',
        'vizora_content_details_expected_completion_timestamp_seconds{org="acme"} 1700000000',
      ],
    );
  });
});

describe('the metrics of storage', () => {
  it('have a share with the labels of the incident, and no series for what cannot be told', () => {
    const storage = [
      { org: 'acme', reading: { at: 1, value: { usedBytes: 250, quotaBytes: 1_000 } } },
      { org: 'beta', reading: { at: 1, value: { usedBytes: 5, quotaBytes: 0 } } },
      { org: 'gamma', reading: { at: 1, value: null, detail: 'no answer' } },
    ];
    const disks = [
      { folder: '/', reading: { at: 1, value: { totalBytes: 100, availableBytes: 40, usedRatio: 0.5 } } },
      { folder: '/gone', reading: { at: 1, value: null, detail: 'no such folder' } },
    ];
    assert.deepEqual(lines(storageFamilies(storage, disks)), [
      'vizora_storage_used_bytes{org="acme"} 250',
      'vizora_storage_used_bytes{org="beta"} 5',
      'vizora_storage_quota_bytes{org="acme"} 1000',
      'vizora_storage_quota_bytes{org="beta"} 0',
      'vizora_disk_total_bytes{folder="/"} 100',
      'vizora_disk_available_bytes{folder="/"} 40',
      'vizora_storage_used_ratio{org="acme",target_kind="organization",target_id="acme"} 0.25',
      'vizora_storage_used_ratio{org="platform",target_kind="host",target_id="/"} 0.5',
    ]);
  });
});

import { usedShare } from '../core/checks/storage-high.ts';
import { type Family, type Labels, sampleLine } from '../core/metrics/family.ts';
import { PLATFORM } from '../core/target.ts';
import type { StorageUsage } from '../core/vizora/storage-usage.ts';
import type { ContentCounts } from './gather/count-contents.ts';
import type { DetailCoverage } from './gather/gather-details.ts';
import type { Disk, OrganisationReading } from './snapshot.ts';

type Sample = [labels: Labels, value: number];

const family = (name: string, help: string, samples: readonly Sample[]): Family => ({
  name,
  help,
  type: 'gauge',
  lines: samples.map(([labels, value]) => sampleLine(name, labels, value)),
});

/** The statuses that the platform is known to have; what else it may say is one word, so that labels stay bounded. */
const STATUSES = [
  'active',
  'archived',
  'draft',
  'flagged',
  'rejected',
  'pending_approval',
  'expired',
  'ready',
  'processing',
  'error',
] as const;
const OTHER = 'other';

/** What there is of content in each organisation, and how much is known of it beyond the lists. */
export function contentFamilies(
  counts: readonly ContentCounts[],
  details: readonly DetailCoverage[],
): Family[] {
  return [
    family(
      'vizora_content_items',
      'Contents by status, when their list was last read whole.',
      counts.flatMap(({ org, byStatus }) =>
        [...countedByWord(byStatus)].map(([status, count]): Sample => [{ org, status }, count]),
      ),
    ),
    family(
      'vizora_content_details_known',
      'Contents of which is known what only their own row tells, as when they expire.',
      details.map(({ org, known }) => [{ org }, known]),
    ),
    family(
      'vizora_content_details_wanted',
      'Contents whose own row has not been read since they last changed.',
      details.map(({ org, wanted }) => [{ org }, wanted]),
    ),
    family(
      'vizora_content_details_expected_completion_timestamp_seconds',
      'Unix time at which no details will be wanted any more, if nothing fails; no series when none are.',
      details.flatMap(({ org, completeAt }): Sample[] =>
        completeAt === null ? [] : [[{ org }, completeAt / 1_000]],
      ),
    ),
  ];
}

function countedByWord(byStatus: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const counted = new Map<string, number>(STATUSES.map((status) => [status, 0]));
  for (const [status, count] of byStatus) {
    const word = counted.has(status) ? status : OTHER;
    counted.set(word, (counted.get(word) ?? 0) + count);
  }
  return counted;
}

/** How full the storage of organisations and the disks are; no series for what could not be read the last time. */
export function storageFamilies(
  storage: readonly OrganisationReading<StorageUsage>[],
  disks: readonly Disk[],
): Family[] {
  const used = storage.flatMap(({ org, reading }) =>
    reading.value === null ? [] : [{ org, ...reading.value }],
  );
  const full = disks.flatMap(({ folder, reading }) =>
    reading.value === null ? [] : [{ folder, ...reading.value }],
  );
  return [
    family(
      'vizora_storage_used_bytes',
      'Storage that the organisation uses.',
      used.map(({ org, usedBytes }) => [{ org }, usedBytes]),
    ),
    family(
      'vizora_storage_quota_bytes',
      'Storage that the organisation may use.',
      used.map(({ org, quotaBytes }) => [{ org }, quotaBytes]),
    ),
    family(
      'vizora_disk_total_bytes',
      'Size of the disk on which the folder lies.',
      full.map(({ folder, totalBytes }) => [{ folder }, totalBytes]),
    ),
    family(
      'vizora_disk_available_bytes',
      'What is free for everybody on the disk on which the folder lies.',
      full.map(({ folder, availableBytes }) => [{ folder }, availableBytes]),
    ),
    family(
      'vizora_storage_used_ratio',
      'Used share of the quota or of the disk, with the labels of the incident storage_high.',
      [
        ...used.flatMap(({ org, usedBytes, quotaBytes }): Sample[] => {
          const ratio = usedShare(usedBytes, quotaBytes);
          return ratio === null ? [] : [[{ org, target_kind: 'organization', target_id: org }, ratio]];
        }),
        ...full.map(
          ({ folder, usedRatio }): Sample => [
            { org: PLATFORM, target_kind: 'host', target_id: folder },
            usedRatio,
          ],
        ),
      ],
    ),
  ];
}

import { storageHigh, usedShare } from '../../core/checks/storage-high.ts';
import { describeFill, inBytes, whatFills } from '../../core/checks/what-fills.ts';
import { PLATFORM, type Target } from '../../core/target.ts';
import { bad, type Finding, unknown } from '../../core/verdict.ts';
import { covered, judge, type Snapshot, type Statement } from '../agent.ts';

type Storage = Snapshot['storage'][number];
type Disk = Snapshot['disks'][number];
type ContentScan = Snapshot['contents'][number]['scan'];

/** Finds storage that runs full: of organisations, with what fills it, and of the host's disks. */
export function* inspectStorage(
  storage: readonly Storage[],
  disks: readonly Disk[],
  contents: Snapshot['contents'],
  atLeast: number,
): Iterable<Statement> {
  for (const { org, reading } of storage) {
    const target: Target = { kind: 'organization', id: org, org, name: org };
    const scan = contents.find((it) => it.org === org)?.scan;
    yield covered('storage_high', org);
    yield judge('storage_high', target, organisationFinding(reading, scan, atLeast));
  }
  yield covered('storage_high', PLATFORM);
  for (const { folder, reading } of disks) {
    const target: Target = { kind: 'host', id: folder, org: PLATFORM, name: folder };
    yield judge('storage_high', target, diskFinding(reading, atLeast));
  }
}

function organisationFinding(
  reading: Storage['reading'],
  scan: ContentScan | undefined,
  atLeast: number,
): Finding {
  if (reading.value === null) return unknown('not_readable', reading.detail);
  const { usedBytes, quotaBytes } = reading.value;
  const finding = storageHigh(usedShare(usedBytes, quotaBytes), atLeast);
  if (finding.verdict !== 'bad') return finding;
  const filledBy = scan?.complete === true ? [describeFill(whatFills(scan.items))] : [];
  return bad([`${finding.detail} of ${inBytes(quotaBytes)}`, ...filledBy].join('; '));
}

function diskFinding(reading: Disk['reading'], atLeast: number): Finding {
  if (reading.value === null) return unknown('not_readable', reading.detail);
  const { usedRatio, totalBytes, availableBytes } = reading.value;
  const finding = storageHigh(usedRatio, atLeast);
  if (finding.verdict !== 'bad') return finding;
  return bad(`${finding.detail} of ${inBytes(totalBytes)}; ${inBytes(availableBytes)} available`);
}

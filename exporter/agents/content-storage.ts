import { storageHigh, usedShare } from '../../core/checks/storage-high.ts';
import { PLATFORM, readableName, type Target } from '../../core/target.ts';
import { bad, type Finding, unknown } from '../../core/verdict.ts';
import { covered, judge, type Snapshot, type Statement } from '../agent.ts';

type Storage = Snapshot['storage'][number];
type Disk = Snapshot['disks'][number];
type ContentScan = Snapshot['contents'][number]['scan'];
type Content = ContentScan['items'][number];

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
  const filledBy = scan?.complete === true ? whatFills(scan.items) : [];
  return bad([`${finding.detail} of ${inBytes(quotaBytes)}`, ...filledBy].join('; '));
}

function diskFinding(reading: Disk['reading'], atLeast: number): Finding {
  if (reading.value === null) return unknown('not_readable', reading.detail);
  const { usedRatio, totalBytes, availableBytes } = reading.value;
  const finding = storageHigh(usedRatio, atLeast);
  if (finding.verdict !== 'bad') return finding;
  return bad(`${finding.detail} of ${inBytes(totalBytes)}; ${inBytes(availableBytes)} available`);
}

const NAMED = 3;
/** What is not shown any more, and would free its bytes if it were deleted: archiving frees none. */
const OVER: readonly string[] = ['archived', 'expired'];

/** What a person needs who has to make room. */
function whatFills(contents: readonly Content[]): string[] {
  const largest = largestContents(contents, NAMED);
  const over = contents.filter(({ status }) => OVER.includes(status));
  const recoverable = over.reduce((sum, { fileSize }) => sum + (fileSize ?? 0), 0);
  return [
    ...(largest.length === 0
      ? []
      : [
          `largest: ${largest.map(({ name, fileSize }) => `${inBytes(fileSize)} ${readableName(name)}`).join(', ')}`,
        ]),
    `${inBytes(recoverable)} in what is archived or expired`,
  ];
}

/** The largest of them, largest first; those whose size is not known are left out. */
function largestContents<T extends { readonly fileSize: number | null }>(
  contents: readonly T[],
  count: number,
): (T & { readonly fileSize: number })[] {
  const sized = contents.filter((it): it is T & { fileSize: number } => it.fileSize !== null);
  return sized.sort((a, b) => b.fileSize - a.fileSize).slice(0, count);
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

function inBytes(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1_000 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${UNITS[power]}`;
}

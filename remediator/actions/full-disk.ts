import { storageHigh } from '../../core/checks/storage-high.ts';
import { inBytes } from '../../core/checks/what-fills.ts';
import { bad, type Finding, unknown } from '../../core/verdict.ts';
import type { Acting, Check, Done, Existence, Json, Looking, Sighting } from '../action.ts';
import { filesOf, type LogFile, shown, sumOf } from './log-files-of.ts';
import { stepsFor } from './trim-steps.ts';

type Disk = Awaited<ReturnType<Looking['disks']['usage']>>;

/** Is it a disk that the configuration has watched, and can it be read? */
export async function diskExists(folder: string, { disks }: Looking): Promise<Existence> {
  if (!disks.watched.includes(folder)) return { found: false, saw: `nobody watches the disk of ${folder}` };
  const { usedRatio, availableBytes } = await disks.usage(folder);
  return { found: true, saw: `${percent(usedRatio)} used, ${inBytes(availableBytes)} available` };
}

/** Is the disk critically full, and which logs that lie on it may be cut, the largest first? */
export async function seeFullDisk(folder: string, look: Looking): Promise<Sighting> {
  const disk = await look.disks.usage(folder);
  const finding = judge(disk, look);
  const measured = measuresOf(disk);
  const nothing = { finding, plan: null, evidence: measured, before: measured };
  if (finding.verdict !== 'bad') return nothing;
  const files = await logsOn(disk, look);
  if (files === null) return { ...nothing, finding: unknown('source_down', 'PM2 did not answer') };
  const { steps, refused } = stepsFor(files, look.policies.trim_logs.keep_bytes);
  const before = { ...measured, logs: shown(files) };
  const evidence = { ...before, read_at: new Date(look.clock.now()).toISOString(), refused };
  if (steps.length > 0) {
    return {
      finding,
      plan: { files: steps },
      evidence,
      before,
      restsOn: { paths: steps.map(({ path }) => path) },
    };
  }
  const saw = `${finding.detail}, and no log on it is too long: ${inBytes(sumOf(files))} in all`;
  const objection =
    refused.length > 0
      ? ({ reason: 'log_refused', saw: refused.join('; ') } as const)
      : ({ reason: 'nothing_to_trim', saw } as const);
  return { ...nothing, objection, evidence, before };
}

/** Whether what was cut is enough, by the measure that called for it. */
export async function isRelieved(folder: string, act: Acting): Promise<boolean> {
  return judge(await act.disks.usage(folder), act).verdict === 'good';
}

/** The logs on the disk, for whoever is about to cut them. */
export async function logsOfDisk(folder: string, look: Eyes): Promise<readonly LogFile[] | null> {
  return logsOn(await look.disks.usage(folder), look);
}

export function watchDisk(folder: string, look: Looking, done?: Done): () => Promise<Check> {
  return async () => {
    const disk = await look.disks.usage(folder);
    const finding = judge(disk, look);
    const available = done?.before['available_bytes'];
    const freed = typeof available === 'number' ? disk.availableBytes - available : null;
    const after: Json = { ...measuresOf(disk), ...(freed === null ? {} : { bytes_freed: freed }) };
    if (finding.verdict !== 'bad' || freed === null) return { finding, steady: '', after };
    const logs = await logsOn(disk, look);
    const left = logs === null ? 'an unknown amount' : inBytes(sumOf(logs));
    return {
      finding: bad(`${finding.detail}, of which logs hold no more than ${left}`),
      steady: '',
      after,
    };
  };
}

type Eyes = Pick<Looking, 'disks' | 'listProcesses' | 'logs' | 'apps'>;

/** What a log on another disk holds, this one has nothing of. */
async function logsOn({ device }: Disk, look: Eyes): Promise<readonly LogFile[] | null> {
  const files = await filesOf([...new Set(Object.values(look.apps))], look);
  return (
    files?.filter((file) => file.device === device).toSorted((one, other) => other.bytes - one.bytes) ?? null
  );
}

const judge = ({ usedRatio }: Disk, { policies }: Pick<Looking, 'policies'>): Finding =>
  storageHigh(usedRatio, policies.trim_logs.disk_ratio);

const measuresOf = ({ usedRatio, totalBytes, availableBytes }: Disk) => ({
  used_ratio: Math.round(usedRatio * 10_000) / 10_000,
  total_bytes: totalBytes,
  available_bytes: availableBytes,
});

const percent = (ratio: number) => `${Math.floor(ratio * 100)} %`;

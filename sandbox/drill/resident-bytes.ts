import { readFileSync } from 'node:fs';

/** Resident memory of a process, from the kernel. */
export function residentBytes(pid: number): number {
  const match = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (match === null) throw new Error(`the kernel tells no resident memory of process ${pid}`);
  return Number(match[1]) * 1_024;
}

import { readFileSync } from 'node:fs';

/** Resident memory of a process, from the kernel. */
export const residentBytes = (pid: number): number => fromKernel(pid, 'VmRSS');

/** The most that was ever resident of a process, from the kernel. */
export const mostResidentBytes = (pid: number): number => fromKernel(pid, 'VmHWM');

function fromKernel(pid: number, name: string): number {
  const match = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (match === null) throw new Error(`the kernel tells no ${name} of process ${pid}`);
  return Number(match[1]) * 1_024;
}

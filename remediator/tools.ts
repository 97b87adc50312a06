import type { OwnLook, ReachedDependency } from '../core/checks/dependency-look.ts';
import type { ProbeSample } from '../core/checks/service-down.ts';
import type { RealtimeLook } from '../core/checks/service-stuck.ts';
import type { Clock } from '../core/clock.ts';
import type { Checks } from '../core/config/checks.ts';
import type { Policies } from '../core/config/policies.ts';
import type { Pm2, Pm2Sample } from '../core/pm2/process.ts';
import type { ServiceName } from '../core/target.ts';
import type { ContentReader, ContentWriter } from './tools/contents.ts';
import type { DiskReader } from './tools/disks.ts';
import type { DisplayReader, DisplayWriter } from './tools/displays.ts';
import type { LogReader, LogWriter } from './tools/log-files.ts';
import type { TableReader, TableWriter } from './tools/tables.ts';
import type { ProcessHistory } from './world/process-history.ts';

/** What is read of a schedule. */
export interface ScheduleSeen {
  readonly id: string;
  readonly isActive: boolean;
  readonly startDate: string;
  readonly endDate: string | null;
  /** Null for one that aims at a group. */
  readonly displayId: string | null;
  readonly updatedAt: string;
}

export interface ScheduleReader {
  /** Null when there is none with this id. */
  getSchedule(id: string): Promise<ScheduleSeen | null>;
  countSchedules(): Promise<number>;
}

export interface ScheduleWriter {
  getSchedule(id: string): Promise<ScheduleSeen | null>;
  /** @param signal ends waiting; once aborted nothing is sent any more */
  setScheduleActive(id: string, active: boolean, signal: AbortSignal): Promise<ScheduleSeen>;
}

/** Everything with which the remediator looks; nothing in it can change anything. */
export interface Looking {
  readonly clock: Clock;
  /** The thresholds with which the exporter finds faults. */
  readonly checks: Checks;
  readonly policies: Policies;
  /** The PM2 names of the services. */
  readonly apps: Readonly<Record<ServiceName, string>>;
  /** Never throws: a daemon that does not answer gives a sample without processes. */
  listProcesses(): Promise<Pm2Sample>;
  /** The lists that were read lately, for this or anything else. */
  processHistory(): ProcessHistory;
  /** One look at a service over loopback, on so many fresh connections. */
  probe(service: ServiceName, connections: number): Promise<ProbeSample>;
  /** Whether realtime is ready, what it blames, and how that is by connections of our own. Never throws. */
  lookAtRealtime(): Promise<RealtimeLook>;
  readonly tables: TableReader;
  readonly logs: LogReader;
  readonly disks: DiskReader;
  /** One look on a connection of our own; null where none is configured. */
  lookAtDependency(name: ReachedDependency): Promise<OwnLook | null>;
  /** @throws Error when no account looks at this organisation */
  schedules(org: string): ScheduleReader;
  /** @throws Error when no account looks at this organisation */
  contents(org: string): ContentReader;
  /** @throws Error when no account looks at this organisation */
  displays(org: string): DisplayReader;
}

/** Everything with which the remediator changes something; handed out against an intent only. */
export interface Acting {
  readonly clock: Clock;
  readonly checks: Checks;
  readonly policies: Policies;
  readonly pm2: Pick<Pm2, 'restart' | 'reload'>;
  readonly tables: TableWriter;
  readonly logs: LogWriter;
  readonly disks: DiskReader;
  readonly apps: Looking['apps'];
  readonly listProcesses: Looking['listProcesses'];
  /** @throws Error when no account may write in this organisation */
  schedules(org: string): ScheduleWriter;
  /** @throws Error when no account may write in this organisation */
  contents(org: string): ContentWriter;
  /** @throws Error when no account may write in this organisation */
  displays(org: string): DisplayWriter;
}

/** Says whether an act may still go on; asked before each write. */
export interface Leave {
  /** Null, or what stands against it: a person's word, here or in Alertmanager, or that its time is over. */
  refusal(): Promise<string | null>;
  /** Aborted when its time is over: what only waits to be sent must not be sent any more. */
  readonly signal: AbortSignal;
}

import type { DependencyLook } from '../core/checks/dependency-look.ts';
import type { ProbeSample } from '../core/checks/service-down.ts';
import type { DiskUsage } from '../core/files/disk-usage.ts';
import type { Pm2Sample, Pm2TraceSample } from '../core/pm2/process.ts';
import type { EdgeName, EdgeSample } from '../core/probe/probe-edge.ts';
import type { Summary } from '../core/remediator/summary.ts';
import type { ServiceName } from '../core/target.ts';
import type { Content } from '../core/vizora/content.ts';
import type { Display } from '../core/vizora/display.ts';
import type { DisplayGroup } from '../core/vizora/display-group.ts';
import type { Playlist } from '../core/vizora/playlist.ts';
import type { Scan } from '../core/vizora/scan.ts';
import type { Schedule } from '../core/vizora/schedule.ts';
import type { StorageUsage } from '../core/vizora/storage-usage.ts';

/** The last looks at each service, oldest first. */
export interface Services {
  readonly samples: Readonly<Record<ServiceName, readonly ProbeSample[]>>;
  /** Older samples than this many ms say nothing about now. */
  readonly maxAge: number;
}

/** The last lists of PM2, oldest first; a sample without a list is a daemon that did not answer. */
export interface Processes {
  readonly samples: readonly Pm2Sample[];
  /** What is kept of all lists, for as long as memory and restarts are judged over. */
  readonly history: readonly Pm2TraceSample[];
  readonly maxAge: number;
  /** The apps that the configuration expects. */
  readonly expected: readonly string[];
}

/** The last looks at all who can tell what the platform stands on, oldest first. */
export interface Dependencies {
  readonly looks: readonly DependencyLook[];
  readonly maxAge: number;
}

/** The last looks at each public address that is configured, oldest first. */
export interface Edges {
  readonly samples: Readonly<Partial<Record<EdgeName, readonly EdgeSample[]>>>;
  readonly maxAge: number;
}

/** One list of one organisation. A scan says itself when it was made and whether it is whole. */
export interface OrganisationScan<T> {
  readonly org: string;
  readonly scan: Scan<T>;
}

/** One answer, or why there is none; `at` is when it was asked for, in ms since the epoch. */
export type Reading<T> =
  | { readonly at: number; readonly value: T }
  | { readonly at: number; readonly value: null; readonly detail: string };

/** One answer about one organisation. */
export interface OrganisationReading<T> {
  readonly org: string;
  readonly reading: Reading<T>;
}

/** How full the disk is on which a configured folder lies. */
export interface Disk {
  readonly folder: string;
  readonly reading: Reading<DiskUsage>;
}

/** What agents may read of the platform, as it was gathered; each section carries its age. */
export interface Snapshot {
  readonly services: Services;
  readonly processes: Processes;
  readonly dependencies: Dependencies;
  readonly edges: Edges;
  readonly displays: readonly OrganisationScan<Display>[];
  readonly displayGroups: readonly OrganisationScan<DisplayGroup>[];
  readonly schedules: readonly OrganisationScan<Schedule>[];
  readonly playlists: readonly OrganisationScan<Playlist>[];
  readonly contents: readonly OrganisationScan<Content>[];
  readonly storage: readonly OrganisationReading<StorageUsage>[];
  readonly disks: readonly Disk[];
  /** What the remediator has done lately, as it tells itself. */
  readonly remediator: Reading<Summary>;
}

export type Section = keyof Snapshot;

/** The sections that are lists of organisations. */
export type ListSection = 'displays' | 'displayGroups' | 'schedules' | 'playlists' | 'contents';

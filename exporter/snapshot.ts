import type { AlertmanagerContact } from '../core/checks/alertmanager-unreachable.ts';
import type { ChannelState } from '../core/checks/channel-not-configured.ts';
import type { ContentFacts } from '../core/checks/content-facts.ts';
import type { DependencyLook } from '../core/checks/dependency-look.ts';
import type { DigestDelivery } from '../core/checks/digest-not-sent.ts';
import type { ProbeSample } from '../core/checks/service-down.ts';
import type { StatusDelivery } from '../core/checks/status-not-delivered.ts';
import type { NewestBackups } from '../core/files/backup.ts';
import type { Checksum } from '../core/files/checksums.ts';
import type { DiskUsage } from '../core/files/disk-usage.ts';
import type { AppLogs } from '../core/files/log-sizes.ts';
import type { Channel } from '../core/notify/notice.ts';
import type { Pm2Sample, Pm2TraceSample } from '../core/pm2/process.ts';
import type { DatabaseStatus } from '../core/postgres/database-status.ts';
import type { EdgeName, EdgeSample } from '../core/probe/probe-edge.ts';
import type { RedisStatus } from '../core/redis/redis-status.ts';
import type { Summary } from '../core/remediator/summary.ts';
import type { ServerFault } from '../core/server-error.ts';
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

/** One answer of a server to us, or what kept it from us. */
export type ServerReading<T> =
  | { readonly at: number; readonly value: T }
  | { readonly at: number; readonly value: null; readonly kind: ServerFault; readonly detail: string };

/** One answer about one organisation. */
export interface OrganisationReading<T> {
  readonly org: string;
  readonly reading: Reading<T>;
}

/** What is known of the contents of one organisation beyond their list, by id; `factsOf` tells what still holds. */
export interface OrganisationDetails {
  readonly org: string;
  readonly known: ReadonlyMap<string, ContentFacts>;
}

/** How full the disk is on which a configured folder lies. */
export interface Disk {
  readonly folder: string;
  readonly reading: Reading<DiskUsage>;
}

/** What contents say only when asked one by one, as far as it is known. */
export interface ContentExpiries {
  readonly org: string;
  /** When the content expires (ISO-8601), null for never, undefined while that is not known. */
  expiresAt(contentId: string): string | null | undefined;
}

/** Whether things of an organisation that others name, and a whole list of them lacks, do not exist. */
export interface MissingThings {
  readonly org: string;
  /** True when the platform has said so twice, asked for it by its id; false when it is there; null while not known. */
  isGone(id: string): boolean | null;
}

/** The newest backups of one of the places to which they go. */
export interface Backups {
  readonly place: 'directory' | 's3';
  readonly reading: Reading<NewestBackups & { readonly checksum: Checksum }>;
}

/** What the publishers know of themselves; null where what they need is not configured. */
export interface Reporting {
  readonly status: StatusDelivery | null;
  readonly alertmanager: AlertmanagerContact | null;
  readonly digest: DigestDelivery | null;
  readonly channels: Readonly<Record<Channel, ChannelState>>;
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
  readonly contentDetails: readonly OrganisationDetails[];
  readonly contentExpiries: readonly ContentExpiries[];
  /** Displays that schedules name. */
  readonly missingDisplays: readonly MissingThings[];
  /** Playlists that displays name. */
  readonly missingPlaylists: readonly MissingThings[];
  readonly storage: readonly OrganisationReading<StorageUsage>[];
  readonly disks: readonly Disk[];
  /** Null where no database is configured. */
  readonly database: ServerReading<DatabaseStatus> | null;
  /** Null where no Redis is configured. */
  readonly redis: ServerReading<RedisStatus> | null;
  /** Of all apps that PM2 knows. */
  readonly logs: Reading<readonly AppLogs[]>;
  /** Of each place that is configured; null where none is. */
  readonly backups: readonly Backups[] | null;
  /** What the remediator has done lately, as it tells itself. */
  readonly remediator: Reading<Summary>;
  readonly reporting: Reporting;
}

export type Section = keyof Snapshot;

/** The sections that are lists of organisations. */
export type ListSection = 'displays' | 'displayGroups' | 'schedules' | 'playlists' | 'contents';

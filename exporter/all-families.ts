import type { Clock } from '../core/clock.ts';
import type { Checks } from '../core/config/checks.ts';
import type { AgentName } from '../core/incidents.ts';
import type { Family } from '../core/metrics/family.ts';
import { agentFamilies } from './agent-families.ts';
import { backupFamilies } from './backup-families.ts';
import type { Board } from './board.ts';
import { contentFamilies, storageFamilies } from './content-families.ts';
import { databaseFamilies } from './database-families.ts';
import { deliveryTestFamilies } from './delivery-test/delivery-test-families.ts';
import type { DeliveryTester } from './delivery-test/delivery-tester.ts';
import { dependencyFamilies, edgeFamilies } from './dependency-families.ts';
import { displayFamilies, realtimeFamilies, renderedOncePerReading } from './fleet-families.ts';
import type { Gathering } from './gather/gather.ts';
import { type ClassOf, incidentFamilies } from './incident-families.ts';
import { knownOrganisationFamilies } from './known-organisation-families.ts';
import type { KnownOrganisationsReader } from './known-organisations.ts';
import { logFamilies } from './log-families.ts';
import { organisationFamilies } from './organisation-families.ts';
import {
  accountFamilies,
  clockFamilies,
  coverageFamilies,
  pm2Families,
  probeFamilies,
} from './platform-families.ts';
import { redisFamilies } from './redis-families.ts';
import type { ReportingView } from './reporting/reporting.ts';
import { reportingFamilies } from './reporting-families.ts';
import type { SelfCheck } from './self-check/self-check.ts';
import { selfCheckFamilies } from './self-check/self-check-families.ts';
import type { Watch } from './watch.ts';
import type { WatchedOrganisation } from './watched-organisation.ts';

export interface FamiliesOptions {
  readonly watch: Pick<Watch, 'board' | 'statuses'>;
  readonly enabled: ReadonlyMap<AgentName, boolean>;
  readonly classOf: ClassOf;
  readonly organisations: readonly WatchedOrganisation[];
  /** Null where no super admin is configured. */
  readonly known: KnownOrganisationsReader | null;
  readonly selfCheck: SelfCheck;
  readonly checks: Checks;
  readonly gathering: Omit<Gathering, 'gather' | 'leastIntervalMs' | 'close'>;
  readonly reporting: () => ReportingView;
  /** Null where no daily test is configured. */
  readonly deliveryTester: Pick<DeliveryTester, 'view'> | null;
  readonly clockSkewMs: () => number | null;
  readonly seriesPerCheck: number;
  readonly clock: Clock;
}

/** Every family of metrics that is made anew for each scrape, of what was seen last. */
export function allFamilies(options: FamiliesOptions): () => readonly Family[] {
  const { watch, classOf, enabled, organisations, known, gathering, clockSkewMs, checks, clock } = options;
  const incidents = renderedOncePerBoard(classOf, options.seriesPerCheck, clock);
  const displays = renderedOncePerReading((read) =>
    displayFamilies(read, {
      now: clock.now(),
      clockSkewMs: clockSkewMs(),
      offlineAfterMs: checks.display_offline.after,
    }),
  );
  return () => {
    const { database, redis, logs, backups } = gathering.lastServers();
    return [
      ...incidents(watch.board()),
      ...agentFamilies(watch.statuses(), enabled),
      ...probeFamilies(gathering.lastProbes()),
      ...pm2Families(gathering.lastLists()),
      ...dependencyFamilies(gathering.lastDependencies()),
      ...edgeFamilies(gathering.lastEdges()),
      ...accountFamilies(organisations, known),
      ...organisationFamilies(organisations),
      ...coverageFamilies(gathering.coverage()),
      ...(known === null ? [] : knownOrganisationFamilies(known.last(), organisations)),
      ...selfCheckFamilies(options.selfCheck, checks),
      ...contentFamilies(gathering.contentCounts(), gathering.detailCoverage()),
      ...storageFamilies(gathering.lastStorage(), gathering.lastDisks()),
      ...clockFamilies(clockSkewMs(), database?.value?.clockSkewMs ?? null),
      ...displays(gathering.lastDisplays()),
      ...realtimeFamilies(gathering.lastRealtimeCounts()),
      ...databaseFamilies(database),
      ...redisFamilies(redis),
      ...logFamilies(logs),
      ...backupFamilies(backups),
      ...reportingFamilies(options.reporting()),
      ...deliveryTestFamilies(options.deliveryTester?.view() ?? null),
    ];
  };
}

/** There may be thousands, and they change only when somebody looks. */
function renderedOncePerBoard(
  classOf: ClassOf,
  seriesPerCheck: number,
  clock: Clock,
): (board: Board) => readonly Family[] {
  let rendered: { readonly board: Board; readonly families: readonly Family[] } | null = null;
  return (board) => {
    if (rendered?.board !== board)
      rendered = { board, families: incidentFamilies(board, classOf, seriesPerCheck, clock.now()) };
    return rendered.families;
  };
}

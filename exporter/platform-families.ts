import { type Family, type Labels, sampleLine } from '../core/metrics/family.ts';
import type { Pm2Process, Pm2Sample } from '../core/pm2/process.ts';
import type { ProbeResult } from '../core/probe/probe-service.ts';
import { PLATFORM, SERVICES, type ServiceName } from '../core/target.ts';
import type { SessionState } from '../core/vizora/session.ts';
import type { ListCoverage } from './gather/gather-list.ts';
import type { WatchedOrganisation } from './watched-organisation.ts';

/** One sample of a gauge. */
export type Sample = [labels: Labels, value: number];

/** A gauge with the samples that are known now. */
export const family = (name: string, help: string, samples: readonly Sample[]): Family => ({
  name,
  help,
  type: 'gauge',
  lines: samples.map(([labels, value]) => sampleLine(name, labels, value)),
});

/** The last look at each service; one that told nothing has no success, rather than a wrong one. */
export function probeFamilies(
  samples: Readonly<Record<ServiceName, readonly ProbeResult[]>> | null,
): Family[] {
  const newest = SERVICES.flatMap((service) => {
    const sample = samples?.[service].at(-1);
    return sample === undefined ? [] : [{ service, ...sample }];
  });
  const told = newest.filter(({ outcome }) => outcome !== 'unknown');
  return [
    family(
      'vizora_probe_success',
      '1 if the last look at the service on loopback found it alive, 0 if not; no series if it could not tell.',
      told.map(({ service, outcome }) => [{ service }, outcome === 'up' ? 1 : 0]),
    ),
    family(
      'vizora_probe_duration_seconds',
      'Duration of the last look at the service, its slowest connection.',
      newest.map(({ service, durationSeconds }) => [{ service }, durationSeconds]),
    ),
    family(
      'vizora_probe_timestamp_seconds',
      'Unix time of the last look at the service.',
      newest.map(({ service, at }) => [{ service }, at / 1_000]),
    ),
  ];
}

/** The last list of PM2; nothing about processes while it does not answer. */
export function pm2Families(samples: readonly Pm2Sample[]): Family[] {
  const newest = samples.at(-1);
  const up: Sample[] = newest === undefined ? [] : [[{}, newest.processes === null ? 0 : 1]];
  const processes = newest?.processes ?? [];
  const each = (value: (process: Pm2Process) => number | null): Sample[] =>
    processes.flatMap((process): Sample[] => {
      const number = value(process);
      return number === null ? [] : [[{ name: process.name, pm_id: process.pmId }, number]];
    });
  return [
    family('vizora_pm2_up', '1 if the PM2 daemon answered the last time it was asked.', up),
    family(
      'vizora_pm2_process_status',
      '1 for the status that the process has now.',
      processes.map(({ name, pmId, status }) => [{ name, pm_id: pmId, status }, 1]),
    ),
    family(
      'vizora_pm2_process_restarts',
      'Restarts that PM2 has counted; can be reset by hand.',
      each(({ restarts }) => restarts),
    ),
    family(
      'vizora_pm2_process_start_timestamp_seconds',
      'Unix time at which the process was started; no series unless online.',
      each(({ startedAt }) => (startedAt === null ? null : startedAt / 1_000)),
    ),
    family(
      'vizora_pm2_process_resident_memory_bytes',
      'Resident memory that PM2 reports; no series unless online.',
      each(({ memoryBytes }) => memoryBytes),
    ),
    family(
      'vizora_pm2_process_memory_limit_bytes',
      'Resident memory above which PM2 restarts the process; no series where no limit is set.',
      each(({ memoryLimitBytes }) => memoryLimitBytes),
    ),
  ];
}

/** The accounts with which organisations are read, and the super admin's, which belongs to the platform. */
export function accountFamilies(
  organisations: readonly WatchedOrganisation[],
  admin: { state(): SessionState } | null,
): Family[] {
  const states = [
    ...organisations.map(({ slug, api }) => ({ org: slug(), ...api.state() })),
    ...(admin === null ? [] : [{ org: PLATFORM, ...admin.state() }]),
  ];
  return [
    family('vizora_organizations_configured', 'Organisations that are looked at.', [
      [{}, organisations.length],
    ]),
    family(
      'vizora_account_logged_in',
      '1 while the account of the organisation has a session.',
      states.map(({ org, logged_in }) => [{ org }, Number(logged_in)]),
    ),
    family(
      'vizora_account_login_stopped',
      '1 if no login is tried any more, until the password changes or the exporter restarts.',
      states.map(({ org, login_stopped }) => [{ org }, Number(login_stopped)]),
    ),
    family(
      'vizora_account_failed_logins',
      'Logins of the account that failed in a row.',
      states.map(({ org, failed_logins }) => [{ org }, failed_logins]),
    ),
  ];
}

/** How much was seen of what there is to see, in each organisation. */
export function coverageFamilies(coverage: readonly ListCoverage[]): Family[] {
  const each = (value: (list: ListCoverage) => number | null): Sample[] =>
    coverage.flatMap((list): Sample[] => {
      const number = value(list);
      return number === null ? [] : [[{ org: list.org, resource: RESOURCES[list.section] }, number]];
    });
  const byOrg = Map.groupBy(coverage, ({ org }) => org);
  return [
    family(
      'vizora_organization_reachable',
      '1 if the platform answered with any list of the organisation the last time, 0 if with none.',
      [...byOrg].map(([org, lists]) => [{ org }, Number(answeredLately(lists))]),
    ),
    family(
      'vizora_scan_complete',
      '1 if the list was read whole the last time, else 0.',
      each(({ complete }) => Number(complete)),
    ),
    family(
      'vizora_scan_items',
      'Items of the list that were seen the last time.',
      each(({ seen }) => seen),
    ),
    family(
      'vizora_scan_total_items',
      'Items that there were when the list was last read whole.',
      each(({ total }) => total),
    ),
    family(
      'vizora_scan_duration_seconds',
      'Duration of the last reading of the list.',
      each(({ durationMs }) => durationMs / 1_000),
    ),
    family(
      'vizora_scan_last_success_timestamp_seconds',
      'Unix time at which the list was last read whole.',
      each(({ lastCompleteAt }) => (lastCompleteAt === null ? null : lastCompleteAt / 1_000)),
    ),
  ];
}

/** Lists that were read within this time of each other belong to one look, as far as can be told from here. */
const ONE_LOOK_MS = 60_000;

/** An older success says nothing of now, and one list that fails says little of the organisation. */
function answeredLately(lists: readonly ListCoverage[]): boolean {
  const newest = Math.max(...lists.map(({ at }) => at));
  return lists.some(({ at, answered }) => answered && newest - at <= ONE_LOOK_MS);
}

const RESOURCES: Readonly<Record<ListCoverage['section'], string>> = {
  displays: 'displays',
  displayGroups: 'display_groups',
  schedules: 'schedules',
  playlists: 'playlists',
  contents: 'contents',
};

/** Our clock against those that wrote what we judge; null while they have not answered. */
export function clockFamilies(apiSkewMs: number | null, databaseSkewMs: number | null): Family[] {
  const skews = [
    ['api', apiSkewMs],
    ['database', databaseSkewMs],
  ] as const;
  return [
    family(
      'vizora_clock_skew_seconds',
      'Our clock minus that of the party, within about half a second; no series while it has not answered.',
      skews.flatMap(([party, ms]): Sample[] => (ms === null ? [] : [[{ party }, ms / 1_000]])),
    ),
  ];
}

import { createAlertmanager } from '../../core/alertmanager/alertmanager.ts';
import { allAlertmanagers } from '../../core/alertmanager/all-alertmanagers.ts';
import { readSecret } from '../../core/config/secret.ts';
import { createChannels } from '../../core/notify/channels.ts';
import { packageVersion } from '../../core/package.ts';
import type { StartOptions } from '../../core/run-daemon.ts';
import type { Gathering } from '../gather/gather.ts';
import { alertsWithRunbook } from '../runbooks.ts';
import { classOf, type WatchedOrganisation } from '../watched-organisation.ts';
import { createReporting, type Reporting, type ReportingOptions } from './reporting.ts';
import { atTheApi, inRedis } from './standing-status.ts';

/** What the publishers tell about, and where they keep and count it. */
export interface ReportingParts extends Pick<ReportingOptions, 'board' | 'statuses' | 'store' | 'metrics'> {
  readonly organisations: readonly WatchedOrganisation[];
  readonly gathering: Pick<Gathering, 'gather' | 'coverage'>;
}

const ALERTMANAGER_TIMEOUT_MS = 3_000;

/** The publishers as they are configured; what is not is off. */
export function startReporting({ config, env, clock, log }: StartOptions, parts: ReportingParts): Reporting {
  const { organisations, gathering, ...rest } = parts;
  const { vizora, remediator, notifications, exporter, processes, timezone } = config;
  const { redis_url: redis, status_account: account } = vizora;
  const urls = remediator.alertmanager_urls;
  const poster = organisations.find(({ slug }) => slug() === account) ?? organisations[0];
  const ours = new Set(alertsWithRunbook());
  return createReporting({
    ...rest,
    alertmanagers:
      urls.length === 0
        ? null
        : allAlertmanagers(
            urls.map((url) => createAlertmanager({ url, timeoutMs: ALERTMANAGER_TIMEOUT_MS })),
          ),
    platform:
      poster === undefined
        ? null
        : {
            api: poster.api,
            readStanding:
              redis === undefined
                ? atTheApi(poster.api)
                : inRedis(() => readSecret(redis, 'vizora.redis_url', env)),
          },
    channels: createChannels(notifications, env),
    digestAt: notifications.digest_at,
    timezone,
    checks: exporter.checks,
    apps: processes.apps,
    coverage: gathering.coverage,
    organisations: () => organisations.map(({ slug }) => slug()),
    remediator: gathering.gather.remediator,
    isOurs: (alert) => ours.has(alert),
    classOf: (org) => classOf(org, organisations),
    version: packageVersion(),
    clock,
    log,
  });
}

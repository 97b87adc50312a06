import { annotations } from '../annotations.ts';
import type { Durations } from '../durations.ts';
import { grown, WINDOW } from '../growth.ts';
import { NATIVE_SERVICES } from '../native-services.ts';
import type { MonitoringPlaces } from '../places.ts';
import type { AlertingRule, RuleGroup } from '../rule.ts';

const FLOW = `way:heartbeats:increase${WINDOW}`;
const ONLINE = 'service:devices_online:sum';
/** A single display sends some forty within the window. */
const LEAST_HEARTBEATS = 30;
const HEARTBEAT_PATH = '/api/v1/displays/:deviceId/heartbeat';

/** Heartbeats of displays, which come through the gateway or the API. */
export function heartbeats(durations: Durations, places: MonitoringPlaces): RuleGroup {
  const [api, gateway] = NATIVE_SERVICES;
  if (api === undefined || gateway === undefined) throw new Error('a service is missing');
  const { job, requests } = api;
  const throughApi = `${requests}{job="${job}", method="POST", path="${HEARTBEAT_PATH}", status=~"2.."}`;
  const online = `sum(devices_online{job="${gateway.job}"})`;
  return {
    name: 'platform-heartbeats',
    interval: durations.platform_scrape_interval,
    rules: [
      { record: ONLINE, expr: online, labels: { service: 'realtime' } },
      {
        record: FLOW,
        expr: `sum(${grown(`heartbeat_total{job="${gateway.job}", success="true"}`, gateway)})`,
        labels: { way: 'gateway' },
      },
      { record: FLOW, expr: `sum(${grown(throughApi, api)})`, labels: { way: 'api' } },
      heartbeatsRefused(durations, places),
      heartbeatsMissing(gateway.job, durations, places),
    ],
  };
}

/** Counted anew with each look at the fleet, so the window covers several. */
const counted = (success: boolean): string =>
  `sum(increase(vizora_realtime_heartbeats_total{success="${success}"}[20m])) > 0`;

/** The rows of displays may look fresh all the same: what writes them need not be the heartbeat. */
function heartbeatsRefused(durations: Durations, places: MonitoringPlaces): AlertingRule {
  return {
    alert: 'HeartbeatsRefused',
    expr: `${counted(false)}\nunless\n${counted(true)}`,
    for: durations.blind_for,
    labels: { severity: 'critical', org: 'platform' },
    annotations: annotations(
      'HeartbeatsRefused',
      {
        summary: 'The realtime gateway refuses every heartbeat of the displays',
        description:
          'Displays speak, and the gateway takes none of what they say: whether they are online is not known, ' +
          'however fresh their rows look.',
      },
      places,
    ),
  };
}

/**
 * Each way on which they came within the day has been silent for a window, and is known to be: a gateway that was
 * started again shows no count before its first heartbeat.
 */
function heartbeatsMissing(gateway: string, durations: Durations, places: MonitoringPlaces): AlertingRule {
  const came = `max_over_time(${FLOW}[1d] offset ${WINDOW}) >= ${LEAST_HEARTBEATS}`;
  return {
    alert: 'HeartbeatsMissing',
    expr: [
      `(count(${came}) == count(${FLOW} == 0 and (${came})))`,
      `unless on () (sum(${FLOW}) > 0)`,
      `unless on () (${counted(false)})`,
      `and on () (sum(${ONLINE}) > 0)`,
      `and on () (min(min_over_time(up{job="${gateway}"}[${WINDOW}])) == 1)`,
    ].join('\n'),
    for: durations.blind_for,
    labels: { severity: 'critical', org: 'platform' },
    annotations: annotations(
      'HeartbeatsMissing',
      {
        summary: 'No display sends heartbeats any more, and displays are connected',
        description:
          'Heartbeats came within the last day and have stopped for all displays at once, while the gateway counts ' +
          'connections. Their rows will soon look offline whatever the displays do.',
      },
      places,
    ),
  };
}

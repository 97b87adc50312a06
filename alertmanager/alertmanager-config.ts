import type { Durations } from '../prometheus/durations.ts';
import { appsOf, type MonitoringPlaces } from '../prometheus/places.ts';

/** What becomes `alertmanager.yml`; only settings that Alertmanager 0.25 and the newest both accept. */
export function alertmanagerConfig(places: MonitoringPlaces, durations: Durations): object {
  return {
    route: {
      receiver: 'people',
      group_by: ['alertname', 'org'],
      group_wait: durations.people_group_wait,
      group_interval: durations.people_group_interval,
      repeat_interval: durations.people_repeat,
      routes: routes(durations),
    },
    inhibit_rules: inhibitRules(places),
    receivers: [
      { name: 'people' },
      { name: 'nobody' },
      { name: 'remediator', webhook_configs: [webhook(places, true)] },
      // Without "resolved": Alertmanager resolves the Watchdog exactly when Prometheus dies.
      { name: 'remediator_heartbeat', webhook_configs: [webhook(places, false)] },
    ],
  };
}

function routes(durations: Durations): object[] {
  return [
    {
      receiver: 'remediator_heartbeat',
      matchers: ['alertname="Watchdog"'],
      group_by: ['alertname'],
      group_wait: '0s',
      group_interval: durations.watchdog_group_interval,
      repeat_interval: durations.watchdog_repeat,
    },
    {
      receiver: 'remediator',
      matchers: ['remediation!=""'],
      // Each alert alone: none is cut off or held back by its neighbours.
      group_by: ['...'],
      group_wait: durations.group_wait,
      group_interval: durations.remediator_group_interval,
      repeat_interval: durations.remediator_repeat,
    },
    { receiver: 'nobody', matchers: ['severity="none"'] },
    {
      receiver: 'people',
      matchers: ['severity="critical"'],
      repeat_interval: durations.people_repeat_critical,
    },
  ];
}

/** Every rule holds back only what people would hear: the machine's copy and the Watchdog are never held. */
function inhibitRules(places: MonitoringPlaces): object[] {
  const forPeople = ['remediation=""', 'incident!=""', 'target_id!=""'];
  return [
    {
      source_matchers: ['alertname="RemediationEscalated"'],
      target_matchers: [...forPeople, 'alertname!="RemediationEscalated"'],
      equal: ['org', 'incident', 'target_kind', 'target_id'],
    },
    {
      source_matchers: ['alertname="RemediationInProgress"'],
      target_matchers: [...forPeople, 'alertname!="RemediationEscalated"'],
      equal: ['target_kind', 'target_id'],
    },
    ...appsOf(places).map(([service, app]) => ({
      source_matchers: ['alertname="ServiceDown"', `target_id="${service}"`],
      target_matchers: ['alertname="ProcessErrored"', 'remediation=""', `target_id=~"${literal(app)}(:.+)?"`],
    })),
  ];
}

function webhook(places: MonitoringPlaces, sendResolved: boolean): object {
  return {
    url: `${places.remediator_url}/api/v1/alerts`,
    send_resolved: sendResolved,
    max_alerts: 0,
    http_config: {
      follow_redirects: false,
      authorization: { credentials_file: places.token_file },
    },
  };
}

/** A name inside a regular expression inside a matcher's double quotes. */
function literal(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]/g, '[$&]');
}

import { DEPENDENCIES, DEPENDENCIES_OF, SERVICES } from '../core/target.ts';
import type { Durations } from '../prometheus/durations.ts';
import { appsOf, type MonitoringPlaces } from '../prometheus/places.ts';
import type { Channels } from './channels.ts';
import { channelDefaults, receivers } from './receivers.ts';
import { routes, timeIntervals } from './routes.ts';

/** What becomes `alertmanager.yml`; only settings that Alertmanager 0.25 and the newest both accept. */
export function alertmanagerConfig(
  places: MonitoringPlaces,
  durations: Durations,
  channels: Channels,
): object {
  const global = channelDefaults(channels);
  return {
    ...(Object.keys(global).length > 0 && { global }),
    templates: ['templates/*.tmpl'],
    route: routes(durations, channels),
    time_intervals: timeIntervals(channels),
    inhibit_rules: inhibitRules(places),
    receivers: receivers(places, channels),
  };
}

/**
 * The Watchdog is never held back, nor the machine's copy of an alert, but for the displays of a dark site: there
 * the machine shall not touch one after the other.
 */
function inhibitRules(places: MonitoringPlaces): object[] {
  const forPeople = ['remediation=""', 'incident!=""', 'target_id!=""', NOT_GIVEN_UP];
  return [
    {
      source_matchers: ['alertname="RemediationEscalated"'],
      target_matchers: forPeople,
      equal: ['org', 'incident', 'target_kind', 'target_id'],
    },
    {
      source_matchers: ['alertname="RemediationInProgress"'],
      target_matchers: forPeople,
      equal: ['target_kind', 'target_id'],
    },
    ...betweenLevels(),
    ...causesOverEffects(places),
    ...whyNothingIsSeen(),
  ];
}

/** What the machine leaves to people is held back by nothing. */
const NOT_GIVEN_UP = 'alertname!="RemediationEscalated"';

/** What becomes worse, or dormant, is not over: without these people would hear of each step that one has ended. */
function betweenLevels(): object[] {
  const target = ['target_kind', 'target_id', 'target'];
  return [
    {
      source_matchers: ['severity="critical"', 'remediation=""'],
      target_matchers: ['severity="warning"', 'remediation=""'],
      equal: ['alertname', 'org', ...target],
    },
    ...['Display', 'Site'].map((what) => ({
      source_matchers: [`alertname="${what}Dormant"`],
      target_matchers: [`alertname="${what}Offline"`, 'remediation=""'],
      equal: ['org', ...target],
    })),
  ];
}

/** Where one fault explains another, people hear of the one. */
function causesOverEffects(places: MonitoringPlaces): object[] {
  const dependants = Map.groupBy(DEPENDENCIES, (dependency) =>
    SERVICES.filter((service) => DEPENDENCIES_OF[service].includes(dependency)).join('|'),
  );
  return [
    ...appsOf(places).map(([service, app]) => ({
      source_matchers: ['alertname="ServiceDown"', `target_id="${service}"`],
      target_matchers: ['alertname="ProcessErrored"', 'remediation=""', `target_id=~"${literal(app)}(:.+)?"`],
    })),
    {
      source_matchers: ['alertname="ServiceDown"'],
      target_matchers: [
        'alertname=~"EdgeUnreachable|EventLoopLagging|PlatformMetricsMissing|RequestsSlow|ServerErrorsHigh"',
      ],
      equal: ['target_id'],
    },
    ...[...dependants].map(([services, dependencies]) => ({
      source_matchers: ['alertname="DependencyDown"', `target_id=~"${dependencies.join('|')}"`],
      target_matchers: [
        'alertname=~"RequestsSlow|ServerErrorsHigh|ServiceDown|ServiceStuck"',
        'remediation=""',
        `target_id=~"${services}"`,
      ],
    })),
    {
      source_matchers: ['alertname="StorageHigh"'],
      target_matchers: ['alertname=~"DiskFilling|QuotaFilling"', 'severity="warning"'],
      equal: ['org', 'target_kind', 'target_id'],
    },
    {
      source_matchers: ['alertname="SiteOffline"', 'target_kind="organization"'],
      target_matchers: ['incident!=""', 'target_kind=~"display|site"', NOT_GIVEN_UP],
      equal: ['org'],
    },
    {
      source_matchers: ['alertname="SiteOffline"', 'target_kind="site"'],
      target_matchers: ['incident!=""', 'target_kind="display"', NOT_GIVEN_UP],
      equal: ['org', 'site'],
    },
  ];
}

/** Of what keeps us from looking, people hear the cause, and not for each check what it cannot see. */
function whyNothingIsSeen(): object[] {
  return [
    {
      source_matchers: ['alertname=~"ServiceDown|DependencyDown"', 'target_id=~"middleware|database|redis"'],
      target_matchers: ['alertname="OrganisationUnreachable"'],
    },
    {
      source_matchers: ['alertname="LoginStopped"'],
      target_matchers: ['alertname="OrganisationUnreachable"'],
      equal: ['org'],
    },
    {
      source_matchers: ['alertname="OrganisationUnreachable"'],
      target_matchers: ['alertname="ScanIncomplete"'],
      equal: ['org'],
    },
    ...[
      ['database', 'DatabaseUnreachable'],
      ['redis', 'RedisUnreachable'],
    ].map(([dependency, alert]) => ({
      source_matchers: ['alertname="DependencyDown"', `target_id="${dependency}"`],
      target_matchers: [`alertname="${alert}"`],
    })),
  ];
}

/** A name inside a regular expression inside a matcher's double quotes. */
function literal(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]/g, '[$&]');
}

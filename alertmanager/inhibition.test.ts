import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type Labels,
  type RealAlertmanager,
  startAlertmanager,
  until,
} from './real-alertmanager.test-support.ts';

const service = { org: 'platform', incident: 'service_down', target_kind: 'service', target_id: 'web' };
const errored = {
  alertname: 'ProcessErrored',
  ...service,
  incident: 'process_errored',
  target_kind: 'process',
  target_id: 'vizora-web:2',
};
const schedule = {
  alertname: 'SchedulePastEnd',
  org: 'acme-signage',
  incident: 'schedule_past_end',
  target_kind: 'schedule',
  target_id: 's1',
};
const escalated = { alertname: 'RemediationEscalated', action: 'restart_process', reason: 'not_fixed' };
const machine = { remediation: 'restart_process' };
const display = (id: string, org = 'acme-signage', site = 'hq-lobby') => ({
  alertname: 'DisplayOffline',
  severity: 'warning',
  org,
  incident: 'display_offline',
  site,
  target_kind: 'display',
  target_id: id,
  target: `Display ${id}`,
});
const dark = (kind: 'organization' | 'site', id: string, site: string) => ({
  alertname: 'SiteOffline',
  severity: 'critical',
  org: 'acme-signage',
  incident: 'site_offline',
  site,
  target_kind: kind,
  target_id: id,
});
const dependency = (id: string) => ({
  alertname: 'DependencyDown',
  ...service,
  incident: 'dependency_down',
  target_kind: 'dependency',
  target_id: id,
});
const stuck = {
  alertname: 'ServiceStuck',
  ...service,
  incident: 'service_stuck',
  target_id: 'realtime',
};
const edge = { alertname: 'EdgeUnreachable', ...service, incident: 'edge_unreachable' };
const ourselves = (alertname: string, more: Labels = {}) => ({
  alertname,
  severity: 'warning',
  org: 'platform',
  ...more,
});

/** What fires together, and which of it people must not hear of. */
const CASES: readonly {
  readonly name: string;
  readonly fire: readonly Labels[];
  readonly held: readonly Labels[];
}[] = [
  {
    name: 'a repair that was given up speaks for its incident, and leaves the machine its copy',
    fire: [
      { ...escalated, ...service },
      { alertname: 'ServiceDown', ...service },
      { alertname: 'ServiceDown', ...service, ...machine },
    ],
    held: [{ alertname: 'ServiceDown', ...service }],
  },
  {
    name: 'a repair that was given up is silent about other targets, organisations and incidents',
    fire: [
      { ...escalated, ...service },
      { alertname: 'ServiceDown', ...service, target_id: 'realtime' },
      { alertname: 'ServiceDown', ...service, org: 'acme-signage' },
      { alertname: 'ProcessMissing', ...service, incident: 'process_missing' },
    ],
    held: [],
  },
  {
    name: 'a repair in progress holds back the people, and neither the machine nor an escalation',
    fire: [
      {
        alertname: 'RemediationInProgress',
        severity: 'none',
        action: 'deactivate_schedule',
        target_kind: 'schedule',
        target_id: 's1',
      },
      schedule,
      { ...schedule, remediation: 'deactivate_schedule' },
      {
        ...escalated,
        ...schedule,
        alertname: 'RemediationEscalated',
        org: 'acme-signage',
        incident: 'schedule_past_end',
      },
    ],
    held: [schedule],
  },
  {
    name: 'a service that is down speaks for its own errored process',
    fire: [
      { alertname: 'ServiceDown', ...service, ...machine },
      errored,
      { ...errored, ...machine },
      { ...errored, target_id: 'vizora-realtime' },
    ],
    held: [errored],
  },
  {
    name: 'a site that is dark speaks for its displays, also to the machine, and for no others',
    fire: [
      dark('site', 'hq-lobby', 'hq-lobby'),
      display('d1'),
      { ...display('d1'), remediation: 'reconnect_display' },
      { ...display('d2'), alertname: 'DisplayError', incident: 'display_error' },
      {
        ...display('d2'),
        alertname: 'DisplayError',
        incident: 'display_error',
        remediation: 'reset_display',
      },
      display('d3', 'acme-signage', 'branch'),
      { ...display('d3', 'acme-signage', 'branch'), remediation: 'reconnect_display' },
      display('d4', 'beta-retail'),
      { ...escalated, ...display('d5'), alertname: 'RemediationEscalated', action: 'reconnect_display' },
    ],
    held: [
      display('d1'),
      { ...display('d1'), remediation: 'reconnect_display' },
      { ...display('d2'), alertname: 'DisplayError', incident: 'display_error' },
      {
        ...display('d2'),
        alertname: 'DisplayError',
        incident: 'display_error',
        remediation: 'reset_display',
      },
    ],
  },
  {
    name: 'an organisation that is dark speaks for all its sites and displays, also to the machine',
    fire: [
      dark('organization', 'acme-signage', 'none'),
      dark('site', 'hq-lobby', 'hq-lobby'),
      display('d1'),
      { ...display('d1'), remediation: 'reconnect_display' },
      display('d2', 'acme-signage', 'branch'),
      display('d3', 'beta-retail'),
      { ...display('d3', 'beta-retail'), remediation: 'reconnect_display' },
      schedule,
    ],
    held: [
      dark('site', 'hq-lobby', 'hq-lobby'),
      display('d1'),
      { ...display('d1'), remediation: 'reconnect_display' },
      display('d2', 'acme-signage', 'branch'),
    ],
  },
  {
    name: 'a display that is being repaired tells people nothing, and the machine all',
    fire: [
      {
        alertname: 'RemediationInProgress',
        severity: 'none',
        action: 'reconnect_display',
        target_kind: 'display',
        target_id: 'd1',
      },
      display('d1'),
      { ...display('d1'), remediation: 'reconnect_display' },
      display('d2'),
    ],
    held: [display('d1')],
  },
  {
    name: 'a dependency that is down speaks for the services that need it, and leaves the machine its copy',
    fire: [
      dependency('redis'),
      stuck,
      { alertname: 'ServiceDown', ...service, target_id: 'middleware' },
      { alertname: 'ServiceDown', ...service, target_id: 'middleware', ...machine },
      { alertname: 'ServiceDown', ...service },
    ],
    held: [stuck, { alertname: 'ServiceDown', ...service, target_id: 'middleware' }],
  },
  {
    name: 'what the middleware does not name says nothing of the gateway',
    fire: [
      dependency('undisclosed'),
      stuck,
      { alertname: 'ServiceDown', ...service, target_id: 'middleware' },
      { alertname: 'ServiceDown', ...service, target_id: 'realtime' },
    ],
    held: [{ alertname: 'ServiceDown', ...service, target_id: 'middleware' }],
  },
  {
    name: 'a service that is down speaks for its own public address',
    fire: [{ alertname: 'ServiceDown', ...service, ...machine }, edge, { ...edge, target_id: 'middleware' }],
    held: [edge],
  },
  {
    name: 'a service that is down speaks for what its own metrics say, and for no other',
    fire: [
      { alertname: 'ServiceDown', ...service, target_id: 'middleware', ...machine },
      ...['EventLoopLagging', 'PlatformMetricsMissing', 'RequestsSlow', 'ServerErrorsHigh'].map((it) =>
        ourselves(it, { target_kind: 'service', target_id: 'middleware' }),
      ),
      ourselves('ServerErrorsHigh', { target_kind: 'service', target_id: 'realtime' }),
    ],
    held: ['EventLoopLagging', 'PlatformMetricsMissing', 'RequestsSlow', 'ServerErrorsHigh'].map((it) =>
      ourselves(it, { target_kind: 'service', target_id: 'middleware' }),
    ),
  },
  {
    name: 'a dependency that is down speaks for the errors of who needs it',
    fire: [
      dependency('undisclosed'),
      ourselves('ServerErrorsHigh', { target_kind: 'service', target_id: 'middleware' }),
      ourselves('ServerErrorsHigh', { target_kind: 'service', target_id: 'realtime' }),
    ],
    held: [ourselves('ServerErrorsHigh', { target_kind: 'service', target_id: 'middleware' })],
  },
  {
    name: 'a storage that is nearly full speaks for the warning that it will be, and not for its last day',
    fire: [
      ourselves('StorageHigh', {
        incident: 'storage_high',
        target_kind: 'host',
        target_id: '/',
        target: '/',
      }),
      ourselves('DiskFilling', { target_kind: 'host', target_id: '/' }),
      ourselves('DiskFilling', { target_kind: 'host', target_id: '/var' }),
      { ...ourselves('DiskFilling', { target_kind: 'host', target_id: '/var' }), severity: 'critical' },
    ],
    held: [
      ourselves('DiskFilling', { target_kind: 'host', target_id: '/' }),
      ourselves('DiskFilling', { target_kind: 'host', target_id: '/var' }),
    ],
  },
  {
    name: 'a level that has been left says nothing while a worse one of the same incident holds',
    fire: [
      { ...display('d1'), severity: 'critical' },
      display('d1'),
      display('d2'),
      { ...ourselves('CertificateExpiring', { target: 'web' }), severity: 'critical' },
      ourselves('CertificateExpiring', { target: 'web' }),
      ourselves('CertificateExpiring', { target: 'api' }),
    ],
    held: [display('d1'), ourselves('CertificateExpiring', { target: 'web' })],
  },
  {
    name: 'a display or site that became dormant is not told to be back',
    fire: [
      { ...display('d1'), alertname: 'DisplayDormant', severity: 'info' },
      { ...display('d1'), severity: 'critical' },
      display('d2'),
      { ...dark('site', 'branch', 'branch'), alertname: 'SiteDormant', severity: 'info' },
      dark('site', 'branch', 'branch'),
    ],
    held: [{ ...display('d1'), severity: 'critical' }, dark('site', 'branch', 'branch')],
  },
  {
    name: 'an organisation that cannot be read speaks for each check that cannot see into it',
    fire: [
      ourselves('OrganisationUnreachable', { org: 'acme-signage' }),
      ourselves('ScanIncomplete', { org: 'acme-signage', incident: 'display_offline' }),
      ourselves('ScanIncomplete', { org: 'beta-retail', incident: 'display_offline' }),
      ourselves('ScanIncomplete', { incident: 'service_down' }),
    ],
    held: [ourselves('ScanIncomplete', { org: 'acme-signage', incident: 'display_offline' })],
  },
  {
    name: 'an account that was refused speaks for what it cannot read, and for no other organisation',
    fire: [
      ourselves('LoginStopped', { org: 'acme-signage' }),
      ourselves('OrganisationUnreachable', { org: 'acme-signage' }),
      ourselves('OrganisationUnreachable', { org: 'beta-retail' }),
    ],
    held: [ourselves('OrganisationUnreachable', { org: 'acme-signage' })],
  },
  {
    name: 'an API that is down speaks for all organisations that cannot be read',
    fire: [
      { alertname: 'ServiceDown', ...service, target_id: 'middleware', ...machine },
      ourselves('OrganisationUnreachable', { org: 'acme-signage' }),
      ourselves('OrganisationUnreachable', { org: 'beta-retail' }),
      ourselves('LoginStopped', { org: 'beta-retail' }),
    ],
    held: [
      ourselves('OrganisationUnreachable', { org: 'acme-signage' }),
      ourselves('OrganisationUnreachable', { org: 'beta-retail' }),
    ],
  },
  {
    name: 'a dependency that the platform has lost speaks for our own connection to it',
    fire: [
      dependency('database'),
      ourselves('DatabaseUnreachable', { job: 'vizora_exporter' }),
      ourselves('RedisUnreachable', { job: 'vizora_exporter' }),
    ],
    held: [ourselves('DatabaseUnreachable', { job: 'vizora_exporter' })],
  },
  {
    name: 'nothing ever holds back the Watchdog or what we say about ourselves',
    fire: [
      { ...escalated, ...service },
      { alertname: 'ServiceDown', ...service, ...machine },
      {
        alertname: 'RemediationInProgress',
        severity: 'none',
        action: 'restart_process',
        target_kind: 'process',
        target_id: 'vizora-web',
      },
      { alertname: 'Watchdog', severity: 'none', org: 'platform' },
      { alertname: 'ExporterDown', severity: 'critical', org: 'platform' },
      { alertname: 'AgentStale', severity: 'warning', org: 'platform', agent: 'health-guardian' },
      {
        alertname: 'ScanIncomplete',
        severity: 'warning',
        org: 'platform',
        agent: 'health-guardian',
        incident: 'service_down',
      },
      { alertname: 'LoginStopped', severity: 'warning', org: 'acme-signage' },
      { alertname: 'Pm2Unreachable', severity: 'critical', org: 'platform' },
      { alertname: 'ReconcileFailing', severity: 'critical', org: 'platform' },
      ...['CheckUnavailable', 'ClockSkewed', 'IncidentsSuppressed', 'DirectNotificationFailing'].map((it) =>
        ourselves(it),
      ),
    ],
    held: [],
  },
];

describe('inhibition in a real Alertmanager', () => {
  let alertmanager: RealAlertmanager;

  before(async () => {
    alertmanager = await startAlertmanager();
  });

  after(() => alertmanager.stop());

  for (const { name, fire, held } of CASES) {
    it(name, async () => {
      await alertmanager.fire(fire);
      await until(async () => (await heldBack()).length === held.length);

      assert.equal((await alertmanager.alerts()).length, fire.length);
      assert.deepEqual(sorted(await heldBack()), sorted(held));

      await alertmanager.resolve(fire);
      await until(async () => (await alertmanager.alerts()).length === 0);
    });
  }

  const heldBack = async (): Promise<Labels[]> =>
    (await alertmanager.alerts())
      .filter(({ status }) => status.inhibitedBy.length > 0)
      .map(({ labels }) => labels);
});

const sorted = (all: readonly Labels[]) =>
  all.map((labels) => Object.entries(labels).sort().join(' ')).sort();

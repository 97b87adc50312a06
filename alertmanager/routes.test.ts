import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { parse } from 'yaml';
import { RULE_FILES } from '../prometheus/alerts/index.ts';
import { shipped } from '../prometheus/durations.ts';
import { loopback } from '../prometheus/places.ts';
import { writeMonitoring } from '../prometheus/render.ts';
import { isAlert } from '../prometheus/rule.ts';
import { loadPrograms } from '../sandbox/stack/programs.ts';
import { everyChannel } from './channels.test-support.ts';

const { amtool } = loadPrograms();
/** What is committed tells nobody but the remediator; the routes are those of every configuration. */
const committed = join(import.meta.dirname, 'alertmanager.yml');
const folder = mkdtempSync(join(tmpdir(), 'routes-'));
writeMonitoring(folder, loopback, shipped, everyChannel);
const config = join(folder, 'alertmanager', 'alertmanager.yml');
after(() => rmSync(folder, { recursive: true }));

/** Who hears of an alert with these labels. */
const receiverOf = (...labels: string[]) => receiverIn(config, ...labels);

const receiverIn = (config: string, ...labels: string[]) =>
  execFileSync(amtool.command, ['config', 'routes', 'test', `--config.file=${config}`, ...labels], {
    env: { ...process.env, ...amtool.env },
    encoding: 'utf8',
  }).trim();

const WHO_HEARS: readonly [receiver: string, ...labels: string[]][] = [
  ['remediator', 'alertname=ServiceDown', 'severity=critical', 'remediation=restart_process'],
  ['people', 'alertname=ServiceDown', 'severity=critical'],
  ['remediator', 'alertname=ProcessErrored', 'severity=critical', 'remediation=restart_process'],
  ['people', 'alertname=ProcessErrored', 'severity=critical'],
  ['remediator', 'alertname=ServiceStuck', 'severity=critical', 'remediation=restart_process'],
  ['people', 'alertname=ServiceStuck', 'severity=critical'],
  ['people', 'alertname=DependencyDown', 'severity=critical'],
  ['people', 'alertname=ProcessStopped', 'severity=warning'],
  ['people', 'alertname=ProcessMissing', 'severity=critical'],
  ['remediator', 'alertname=ProcessMemoryHigh', 'severity=warning', 'remediation=reload_process'],
  ['people', 'alertname=ProcessMemoryHigh', 'severity=warning'],
  ['people', 'alertname=RestartStorm', 'severity=critical'],
  ['people', 'alertname=EdgeUnreachable', 'severity=critical'],
  ['remediator', 'alertname=ContentExpired', 'severity=warning', 'remediation=archive_content'],
  ['people', 'alertname=ContentExpired', 'severity=warning'],
  ['remediator', 'alertname=ContentOrphaned', 'severity=info', 'remediation=archive_content'],
  ['slack', 'alertname=ContentOrphaned', 'severity=info'],
  ['people', 'alertname=StorageHigh', 'severity=warning'],
  ['people', 'alertname=StorageHigh', 'severity=critical'],
  ['remediator', 'alertname=StorageHigh', 'severity=critical', 'remediation=archive_oldest_inactive'],
  ['remediator', 'alertname=StorageHigh', 'severity=critical', 'remediation=trim_logs'],
  ['slack', 'alertname=ContentTooLarge', 'severity=info'],
  ['people', 'alertname=PlaylistItemUndeliverable', 'severity=warning'],
  ['slack', 'alertname=ContentThumbnailMissing', 'severity=info'],
  ['remediator', 'alertname=DisplayOffline', 'severity=warning', 'remediation=reconnect_display'],
  ['people', 'alertname=DisplayOffline', 'severity=warning'],
  ['people', 'alertname=DisplayOffline', 'severity=critical'],
  ['nobody', 'alertname=DisplayDormant', 'severity=info'],
  ['remediator', 'alertname=DisplayError', 'severity=warning', 'remediation=reset_display'],
  ['people', 'alertname=DisplayError', 'severity=warning'],
  ['people', 'alertname=SiteOffline', 'severity=critical'],
  ['nobody', 'alertname=SiteDormant', 'severity=info'],
  ['people', 'alertname=DisplayWithoutContent', 'severity=warning'],
  ['remediator', 'alertname=SchedulePastEnd', 'severity=warning', 'remediation=deactivate_schedule'],
  ['people', 'alertname=SchedulePastEnd', 'severity=warning'],
  ['remediator', 'alertname=ScheduleOrphaned', 'severity=warning', 'remediation=deactivate_schedule'],
  ['people', 'alertname=ScheduleOrphaned', 'severity=warning'],
  ['people', 'alertname=ScheduleTargetUnreachable', 'severity=warning'],
  ['people', 'alertname=ScheduleEmptyPlaylist', 'severity=warning'],
  ['people', 'alertname=ScheduleConflict', 'severity=warning'],
  ['people', 'alertname=StatusNotDelivered', 'severity=warning'],
  ['people', 'alertname=AlertmanagerUnreachable', 'severity=critical'],
  ['people', 'alertname=DigestNotSent', 'severity=warning'],
  ['people', 'alertname=ChannelNotConfigured', 'severity=warning'],
  ['remediator', 'alertname=VacuumOverdue', 'severity=warning', 'remediation=vacuum_tables'],
  ['people', 'alertname=VacuumOverdue', 'severity=warning'],
  ['people', 'alertname=TableMissing', 'severity=warning'],
  ['people', 'alertname=BackupStale', 'severity=critical'],
  ['people', 'alertname=BackupShrunk', 'severity=warning'],
  ['people', 'alertname=RedisMemoryHigh', 'severity=warning'],
  ['remediator', 'alertname=LogOversized', 'severity=warning', 'remediation=trim_logs'],
  ['people', 'alertname=LogOversized', 'severity=warning'],
  ['people', 'alertname=ConnectionsHigh', 'severity=critical'],
  ['people', 'alertname=HeartbeatsRefused', 'severity=critical'],
  ['people', 'alertname=HeartbeatsMissing', 'severity=critical'],
  ['people', 'alertname=ServerErrorsHigh', 'severity=warning'],
  ['people', 'alertname=ServerErrorsHigh', 'severity=critical'],
  ['people', 'alertname=RequestsSlow', 'severity=warning'],
  ['people', 'alertname=EventLoopLagging', 'severity=warning'],
  ['slack', 'alertname=PlatformMetricsMissing', 'severity=info'],
  ['people', 'alertname=DiskFilling', 'severity=warning'],
  ['people', 'alertname=DiskFilling', 'severity=critical'],
  ['people', 'alertname=QuotaFilling', 'severity=warning'],
  ['people', 'alertname=CertificateExpiring', 'severity=warning'],
  ['people', 'alertname=CertificateExpiring', 'severity=critical'],
  ['people', 'alertname=ExporterDown', 'severity=critical'],
  ['people', 'alertname=ExporterStateLost', 'severity=warning'],
  ['people', 'alertname=AgentStale', 'severity=warning'],
  ['people', 'alertname=ScanIncomplete', 'severity=warning'],
  ['people', 'alertname=CheckUnavailable', 'severity=warning'],
  ['people', 'alertname=IncidentsSuppressed', 'severity=warning'],
  ['slack', 'alertname=ContentDetailsLate', 'severity=info'],
  ['people', 'alertname=ClockSkewed', 'severity=warning'],
  ['people', 'alertname=LoginStopped', 'severity=warning'],
  ['people', 'alertname=Pm2Unreachable', 'severity=critical'],
  ['people', 'alertname=OrganisationUnreachable', 'severity=warning'],
  ['people', 'alertname=DatabaseUnreachable', 'severity=warning'],
  ['people', 'alertname=RedisUnreachable', 'severity=warning'],
  ['people', 'alertname=RemediatorDown', 'severity=critical'],
  ['people', 'alertname=ReconcileFailing', 'severity=critical'],
  ['people', 'alertname=JournalBroken', 'severity=critical'],
  ['people', 'alertname=JournalCut', 'severity=critical'],
  ['people', 'alertname=RemediatorStopped', 'severity=warning'],
  ['people', 'alertname=RemediationEscalated', 'severity=critical'],
  ['people', 'alertname=DirectNotificationFailing', 'severity=warning'],
  ['people', 'alertname=NotificationsFailing', 'severity=warning'],
  ['people', 'alertname=NotificationTestFailed', 'severity=warning'],
  ['people', 'alertname=ErrorBudgetBurning', 'severity=critical'],
  ['people', 'alertname=ErrorBudgetBurning', 'severity=warning'],
  ['people', 'alertname=RepairTakenBack', 'severity=warning'],
  ['nobody', 'alertname=RemediationInProgress', 'severity=none'],
  ['dead_man,remediator_heartbeat', 'alertname=Watchdog', 'severity=none'],
];

interface Routing {
  readonly route: { readonly routes: readonly ({ receiver: string } & Record<string, unknown>)[] };
  readonly receivers: readonly { readonly name: string }[];
  readonly time_intervals: unknown;
}

describe('the routes', () => {
  for (const [receiver, ...labels] of WHO_HEARS) {
    it(`tell ${receiver}, and nobody else, of ${labels.join(' ')}`, () => {
      assert.equal(receiverOf(...labels, 'org=acme-signage'), receiver);
    });
  }

  it('are tried for every alert that a rule can raise', () => {
    const raised = RULE_FILES.flatMap((file) => file.groups(shipped, loopback))
      .flatMap((group) => group.rules)
      .filter(isAlert)
      .map(({ alert, labels: { severity, remediation } }) =>
        [
          `alertname=${alert}`,
          `severity=${severity}`,
          ...(remediation ? [`remediation=${remediation}`] : []),
        ].join(' '),
      );
    const tried = WHO_HEARS.map(([, ...labels]) => labels.join(' '));
    assert.deepEqual([...tried].sort(), [...raised].sort());
  });

  it('tell what the remediator announces: a repair in Slack, what waits for approval everywhere', () => {
    assert.equal(receiverOf('alertname=RemediationPerformed', 'severity=info'), 'announcements');
    assert.equal(receiverOf('alertname=RemediationProposed', 'severity=warning'), 'people');
  });

  it('tell nobody of test and retired organisations, but let the machine repair', () => {
    for (const kind of ['test', 'retired']) {
      const alert = ['alertname=DisplayOffline', 'severity=critical', `org_class=${kind}`];
      assert.equal(receiverOf(...alert), 'nobody');
      assert.equal(receiverOf(...alert, 'remediation=deactivate_schedule'), 'remediator');
    }
    assert.equal(receiverOf('alertname=DisplayOffline', 'severity=critical', 'org_class=customer'), 'people');
  });

  it('are the same where nothing is configured, but for the dead-man hook', () => {
    assert.equal(receiverIn(committed, 'alertname=Watchdog', 'severity=none'), 'remediator_heartbeat');
    const { route, receivers } = parse(readFileSync(config, 'utf8')) as Routing;
    const [hook, ...others] = route.routes;
    assert.equal(hook?.receiver, 'dead_man');
    const without = parse(readFileSync(committed, 'utf8')) as Routing;
    assert.deepEqual(without.route, { ...route, routes: others });
    assert.deepEqual(
      without.receivers.map(({ name }) => name),
      receivers.map(({ name }) => name).filter((name) => name !== 'dead_man'),
    );
  });

  it('lead to these ways', () => {
    const { receivers } = parse(readFileSync(config, 'utf8')) as Routing;
    const ways = Object.fromEntries(receivers.map(({ name, ...there }) => [name, Object.keys(there)]));
    assert.deepEqual(ways, {
      people: ['slack_configs', 'email_configs'],
      slack: ['slack_configs'],
      announcements: ['slack_configs'],
      nobody: [],
      remediator: ['webhook_configs'],
      remediator_heartbeat: ['webhook_configs'],
      test_slack: ['slack_configs'],
      test_email: ['email_configs'],
      test_remediator: ['webhook_configs'],
      dead_man: ['webhook_configs'],
    });
  });

  it('tell people what can wait in business hours only, and all else at any time', () => {
    const { route, time_intervals } = parse(readFileSync(config, 'utf8')) as Routing;
    const bound = route.routes.filter((it) => it['active_time_intervals'] !== undefined);
    assert.deepEqual(
      bound.map(({ receiver, matchers }) => [receiver, matchers]),
      [['slack', ['severity="info"']]],
    );
    assert.deepEqual(time_intervals, [
      {
        name: 'business_hours',
        time_intervals: [
          {
            weekdays: ['monday:friday'],
            times: [{ start_time: '08:00', end_time: '18:00' }],
            location: 'Europe/Berlin',
          },
        ],
      },
    ]);
  });

  it('take a test of each way to that way alone, and to nobody where it names none', () => {
    for (const way of ['slack', 'email', 'remediator']) {
      const test = ['alertname=NotificationTest', 'severity=none', 'org=platform', `way=${way}`];
      assert.equal(receiverOf(...test), `test_${way}`);
    }
    assert.equal(receiverOf('alertname=NotificationTest', 'severity=none', 'way=fax'), 'nobody');
  });

  it('leave an alert that no route names to people', () => {
    assert.equal(receiverOf('alertname=SomethingNew', 'severity=warning'), 'people');
  });
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { RULE_FILES } from '../prometheus/alerts/index.ts';
import { shipped } from '../prometheus/durations.ts';
import { loopback } from '../prometheus/places.ts';
import { isAlert } from '../prometheus/rule.ts';
import { loadPrograms } from '../sandbox/stack/programs.ts';

const { amtool } = loadPrograms();
const config = join(import.meta.dirname, 'alertmanager.yml');

/** Who hears of an alert with these labels. */
const receiverOf = (...labels: string[]) =>
  execFileSync(amtool.command, ['config', 'routes', 'test', `--config.file=${config}`, ...labels], {
    env: { ...process.env, ...amtool.env },
    encoding: 'utf8',
  }).trim();

const WHO_HEARS: readonly [receiver: string, ...labels: string[]][] = [
  ['remediator', 'alertname=ServiceDown', 'severity=critical', 'remediation=restart_process'],
  ['people', 'alertname=ServiceDown', 'severity=critical'],
  ['remediator', 'alertname=ProcessErrored', 'severity=critical', 'remediation=restart_process'],
  ['people', 'alertname=ProcessErrored', 'severity=critical'],
  ['people', 'alertname=ServiceStuck', 'severity=critical'],
  ['people', 'alertname=DependencyDown', 'severity=critical'],
  ['people', 'alertname=ProcessStopped', 'severity=warning'],
  ['people', 'alertname=ProcessMissing', 'severity=critical'],
  ['people', 'alertname=ProcessMemoryHigh', 'severity=warning'],
  ['people', 'alertname=RestartStorm', 'severity=critical'],
  ['people', 'alertname=EdgeUnreachable', 'severity=critical'],
  ['people', 'alertname=ContentExpired', 'severity=warning'],
  ['nobody', 'alertname=ContentOrphaned', 'severity=info'],
  ['people', 'alertname=StorageHigh', 'severity=warning'],
  ['people', 'alertname=StorageHigh', 'severity=critical'],
  ['nobody', 'alertname=ContentTooLarge', 'severity=info'],
  ['people', 'alertname=PlaylistItemUndeliverable', 'severity=warning'],
  ['nobody', 'alertname=ContentThumbnailMissing', 'severity=info'],
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
  ['people', 'alertname=VacuumOverdue', 'severity=warning'],
  ['people', 'alertname=TableMissing', 'severity=warning'],
  ['people', 'alertname=BackupStale', 'severity=critical'],
  ['people', 'alertname=BackupShrunk', 'severity=warning'],
  ['people', 'alertname=RedisMemoryHigh', 'severity=warning'],
  ['people', 'alertname=LogOversized', 'severity=warning'],
  ['people', 'alertname=ConnectionsHigh', 'severity=critical'],
  ['people', 'alertname=CertificateExpiring', 'severity=warning'],
  ['people', 'alertname=CertificateExpiring', 'severity=critical'],
  ['people', 'alertname=ExporterDown', 'severity=critical'],
  ['people', 'alertname=ExporterStateLost', 'severity=warning'],
  ['people', 'alertname=AgentStale', 'severity=warning'],
  ['people', 'alertname=ScanIncomplete', 'severity=warning'],
  ['people', 'alertname=CheckUnavailable', 'severity=warning'],
  ['people', 'alertname=IncidentsSuppressed', 'severity=warning'],
  ['nobody', 'alertname=ContentDetailsLate', 'severity=info'],
  ['people', 'alertname=ClockSkewed', 'severity=warning'],
  ['people', 'alertname=LoginStopped', 'severity=warning'],
  ['people', 'alertname=Pm2Unreachable', 'severity=critical'],
  ['people', 'alertname=OrganisationUnreachable', 'severity=warning'],
  ['people', 'alertname=DatabaseUnreachable', 'severity=warning'],
  ['people', 'alertname=RedisUnreachable', 'severity=warning'],
  ['people', 'alertname=RemediatorDown', 'severity=critical'],
  ['people', 'alertname=ReconcileFailing', 'severity=critical'],
  ['people', 'alertname=JournalBroken', 'severity=critical'],
  ['people', 'alertname=RemediatorStopped', 'severity=warning'],
  ['people', 'alertname=RemediationEscalated', 'severity=critical'],
  ['people', 'alertname=DirectNotificationFailing', 'severity=warning'],
  ['nobody', 'alertname=RemediationInProgress', 'severity=none'],
  ['remediator_heartbeat', 'alertname=Watchdog', 'severity=none'],
];

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

  it('leave an alert that no route names to people', () => {
    assert.equal(receiverOf('alertname=SomethingNew', 'severity=warning'), 'people');
  });
});

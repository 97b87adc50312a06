import assert from 'node:assert/strict';
import { test } from 'node:test';
import { machineTemplate } from './machine-template.ts';

const rule = (alert: string, severity: string, remediation?: string) => ({
  alert,
  expr: 'up == 0',
  labels: { severity, ...(remediation && { remediation }) },
  annotations: {},
});

test('the template knows each repair by the name and the severity of its alerts, and inserts nothing', () => {
  const template = machineTemplate([
    rule('ServiceDown', 'critical', 'restart_process'),
    rule('ServiceDown', 'critical'),
    rule('ProcessErrored', 'critical', 'restart_process'),
    rule('DisplayOffline', 'warning', 'reconnect_display'),
    rule('DisplayOffline', 'critical'),
    rule('StorageHigh', 'critical', 'archive_oldest_inactive'),
    rule('StorageHigh', 'critical', 'trim_logs'),
    rule('LogOversized', 'warning', 'trim_logs'),
  ]);
  assert.equal(
    template,
    `{{ define "vizora.machine" -}}
{{- $alert := printf "%s %s" .GroupLabels.alertname .CommonLabels.severity -}}
{{- if eq .GroupLabels.alertname "RemediationPerformed" "RemediationProposed" "NotificationTest" -}}
{{ else if eq $alert "ServiceDown critical" "ProcessErrored critical" -}}
The machine tries restart_process where that is allowed. You read this since the fault is still there.
{{ else if eq $alert "DisplayOffline warning" -}}
The machine tries reconnect_display where that is allowed. You read this since the fault is still there.
{{ else if eq $alert "StorageHigh critical" -}}
The machine tries archive_oldest_inactive or trim_logs where that is allowed. You read this since the fault is still there.
{{ else if eq $alert "LogOversized warning" -}}
The machine tries trim_logs where that is allowed. You read this since the fault is still there.
{{ else if eq .GroupLabels.alertname "RemediationEscalated" -}}
The machine has done what it could: this is left to people.
{{ else -}}
The machine does not repair this: it is left to people.
{{ end -}}
{{- end }}
`,
  );
});

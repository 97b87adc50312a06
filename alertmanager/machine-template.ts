import type { AlertingRule } from '../prometheus/rule.ts';

/**
 * The template `vizora.machine`: what the machine does about the alerts of a message, as one line or none. It says
 * only what is ours, so that it is safe wherever it stands.
 *
 * @param alerts every rule there is: those with `remediation` say what is repaired, by name and severity
 */
export function machineTemplate(alerts: readonly AlertingRule[]): string {
  const repaired = alerts.flatMap(({ alert, labels: { severity, remediation } }) =>
    remediation === undefined ? [] : [{ action: remediation, what: quoted(`${alert} ${severity}`) }],
  );
  // What is repaired by one action or another, depending on the kind of target, is one alert all the same.
  const byAlert = [...Map.groupBy(repaired, ({ what }) => what)].map(([what, of]) => ({
    what,
    actions: of.map(({ action }) => action).join(' or '),
  }));
  const cases = [...Map.groupBy(byAlert, ({ actions }) => actions)].map(
    ([actions, of]) =>
      `{{ else if eq $alert ${of.map(({ what }) => what).join(' ')} -}}\n` +
      `The machine tries ${actions} where that is allowed. You read this since the fault is still there.\n`,
  );
  return [
    '{{ define "vizora.machine" -}}',
    '{{- $alert := printf "%s %s" .GroupLabels.alertname .CommonLabels.severity -}}',
    '{{- if eq .GroupLabels.alertname "RemediationPerformed" "RemediationProposed" "NotificationTest" -}}',
    `${cases.join('')}{{ else if eq .GroupLabels.alertname "RemediationEscalated" -}}`,
    'The machine has done what it could: this is left to people.',
    '{{ else -}}',
    'The machine does not repair this: it is left to people.',
    '{{ end -}}',
    '{{- end }}',
    '',
  ].join('\n');
}

const quoted = (text: string): string => JSON.stringify(text);

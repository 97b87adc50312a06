import type { Observation } from './observation.ts';

/** One line of the timeline: who saw or did what to which target. */
export interface TimelineEvent {
  readonly kind: 'incident' | 'alert' | 'decision' | 'action' | 'outcome' | 'silence' | 'log';
  readonly source: string;
  readonly target: string;
  readonly text: string;
  readonly tone: 'bad' | 'good' | 'busy' | 'plain';
}

/** What happened between two looks, in the order of the loop: incident, alert, decision, action, outcome. */
export function eventsBetween(before: Observation, now: Observation): TimelineEvent[] {
  return [
    ...incidentEvents(before.incidents, now.incidents),
    ...alertEvents(before.alerts, now.alerts),
    ...decisionEvents(before.decisions, now.decisions),
    ...remediationEvents(before.remediations, now.remediations),
    ...partEvents(before, now),
  ];
}

type Rows<K extends keyof Observation> = Observation[K];

function incidentEvents(before: Rows<'incidents'>, now: Observation['incidents']): TimelineEvent[] {
  const key = (i: Rows<'incidents'>[number]) => `${i.incident}/${i.org}/${i.target_kind}/${i.target_id}`;
  const known = new Map(before.map((incident) => [key(incident), incident.state]));
  return now.flatMap((incident): TimelineEvent[] => {
    const was = known.get(key(incident));
    if (was === incident.state) return [];
    const event = { kind: 'incident', source: incident.agent, target: targetOf(incident) } as const;
    if (incident.state === 'resolved') {
      return was === undefined ? [] : [{ ...event, text: `${incident.incident} is gone`, tone: 'good' }];
    }
    if (incident.state === 'unverified') {
      return [{ ...event, text: `${incident.incident} is held, not confirmed`, tone: 'plain' }];
    }
    const detail = incident.detail ? `: ${incident.detail}` : '';
    const text = was === 'unverified' ? `${incident.incident} is confirmed` : `${incident.incident}${detail}`;
    return [{ ...event, text, tone: 'bad' }];
  });
}

/** What always fires, and what the lines of an action and its outcome say already. */
const OWN_LINES: ReadonlySet<string> = new Set(['Watchdog', 'RemediationInProgress']);

function alertEvents(before: Rows<'alerts'>, now: Observation['alerts']): TimelineEvent[] {
  const event = (
    alert: Rows<'alerts'>[number],
    text: string,
    tone: TimelineEvent['tone'],
  ): TimelineEvent => ({
    kind: 'alert',
    source: 'alertmanager',
    target: alertTarget(alert.labels),
    text,
    tone,
  });
  const known = new Map(before.map((alert) => [alert.fingerprint, alert]));
  const present = new Set(now.map((alert) => alert.fingerprint));
  const visible = ({ labels }: Rows<'alerts'>[number]) => !OWN_LINES.has(labels['alertname'] ?? '');
  return [
    ...now.filter(visible).flatMap((alert) => {
      const was = known.get(alert.fingerprint)?.status.state;
      if (was === alert.status.state) return [];
      const suppressed = alert.status.state === 'suppressed';
      if (was === undefined || suppressed || was === 'suppressed') {
        return [event(alert, `${alertName(alert.labels)} ${suppressed ? 'suppressed' : 'firing'}`, 'bad')];
      }
      return [];
    }),
    ...before
      .filter((alert) => visible(alert) && !present.has(alert.fingerprint))
      .map((alert) => event(alert, `${alertName(alert.labels)} resolved`, 'good')),
  ];
}

function decisionEvents(before: Rows<'decisions'>, now: Observation['decisions']): TimelineEvent[] {
  const known = new Set(before.map((decision) => decision.id));
  return now
    .filter((decision) => !known.has(decision.id) && !isRoutine(decision))
    .toSorted(byId)
    .map((decision) => ({
      kind: 'decision',
      source: 'remediator',
      target: decision.target ?? targetOf(decision),
      text: `${decision.decision} ${decision.action ?? ''}: ${decision.reason}`.replace(/ +:/, ':'),
      tone: decision.decision === 'act' ? 'busy' : 'plain',
    }));
}

/** The Watchdog passing by, and the end of an alert, which is a line of its own. */
function isRoutine({ decision, reason }: Rows<'decisions'>[number]): boolean {
  return decision === 'heartbeat' || reason === 'resolved';
}

function remediationEvents(before: Rows<'remediations'>, now: Observation['remediations']): TimelineEvent[] {
  const known = new Map(before.map((remediation) => [remediation.id, remediation]));
  return now.toSorted(byId).flatMap((remediation) => {
    const was = known.get(remediation.id);
    const event = { source: 'remediator', target: remediation.target } as const;
    const events: TimelineEvent[] = [];
    if (was === undefined) {
      const text = `${remediation.action}, attempt ${remediation.attempt}`;
      events.push({ ...event, kind: 'action', text, tone: 'busy' });
    }
    if (remediation.outcome !== null && was?.outcome !== remediation.outcome) {
      const tone = remediation.outcome === 'fixed' ? 'good' : 'bad';
      const detail = remediation.detail ? `: ${remediation.detail}` : '';
      events.push({ ...event, kind: 'outcome', text: `${remediation.outcome}${detail}`, tone });
    }
    return events;
  });
}

/** A part that stops answering, or answers again, is an event too: no news would look like peace. */
function partEvents(before: Observation, now: Observation): TimelineEvent[] {
  const event = (source: string, text: string, tone: TimelineEvent['tone']) =>
    ({ kind: 'silence', source, target: '', text, tone }) as const;
  return [
    ...now.silent.filter((p) => !before.silent.includes(p)).map((p) => event(p, 'does not answer', 'bad')),
    ...before.silent.filter((p) => !now.silent.includes(p)).map((p) => event(p, 'answers again', 'good')),
  ];
}

function targetOf(row: {
  target_kind?: string | null | undefined;
  target_id?: string | null | undefined;
}): string {
  return row.target_kind && row.target_id ? `${row.target_kind}/${row.target_id}` : '';
}

function alertTarget(labels: Record<string, string>): string {
  return (
    targetOf({ target_kind: labels['target_kind'], target_id: labels['target_id'] }) ||
    (labels['agent'] ?? labels['org'] ?? '')
  );
}

function alertName(labels: Record<string, string>): string {
  return `${labels['alertname']}${labels['remediation'] ? ' (for the machine)' : ''}`;
}

function byId(a: { id: string | number }, b: { id: string | number }): number {
  return String(a.id).localeCompare(String(b.id), 'en', { numeric: true });
}

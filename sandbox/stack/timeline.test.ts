import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOTHING_YET, type Observation } from './observation.ts';
import { eventsBetween } from './timeline.ts';

const incident = (state: 'open' | 'unverified' | 'resolved'): Observation['incidents'][number] => ({
  agent: 'schedule-doctor',
  incident: 'schedule_past_end',
  org: 'acme',
  target_kind: 'schedule',
  target_id: 's1',
  target: 'Summer sale',
  state,
  detail: 'ended yesterday',
});
const alert = (state: string, labels: Record<string, string> = {}): Observation['alerts'][number] => ({
  fingerprint: 'f1',
  labels: { alertname: 'SchedulePastEnd', target_kind: 'schedule', target_id: 's1', ...labels },
  status: { state },
});
const remediation = (outcome: string | null): Observation['remediations'][number] => ({
  id: 7,
  action: 'deactivate_schedule',
  target: 'schedule/s1',
  incident: 'schedule_past_end',
  attempt: 1,
  state: outcome === null ? 'verifying' : 'done',
  outcome,
  detail: null,
});
const seen = (part: Partial<Observation>): Observation => ({ ...NOTHING_YET, ...part });
const texts = (before: Observation, now: Observation) =>
  eventsBetween(before, now).map((event) => event.text);

test('a new incident is told once, with its detail', () => {
  const now = seen({ incidents: [incident('open')] });
  assert.deepEqual(texts(NOTHING_YET, now), ['schedule_past_end: ended yesterday']);
  assert.deepEqual(texts(now, now), []);
});

test('an incident that was already gone when the stack started is not news', () => {
  assert.deepEqual(texts(NOTHING_YET, seen({ incidents: [incident('resolved')] })), []);
});

test('an incident is told when it is gone, held, and confirmed again', () => {
  const open = seen({ incidents: [incident('open')] });
  const held = seen({ incidents: [incident('unverified')] });
  assert.deepEqual(texts(open, seen({ incidents: [incident('resolved')] })), ['schedule_past_end is gone']);
  assert.deepEqual(texts(open, held), ['schedule_past_end is held, not confirmed']);
  assert.deepEqual(texts(held, open), ['schedule_past_end is confirmed']);
});

test('an alert is told as firing, suppressed and resolved, and the Watchdog never', () => {
  const firing = seen({ alerts: [alert('active', { remediation: 'deactivate_schedule' })] });
  assert.deepEqual(texts(NOTHING_YET, firing), ['SchedulePastEnd (for the machine) firing']);
  assert.deepEqual(texts(firing, seen({ alerts: [alert('suppressed')] })), ['SchedulePastEnd suppressed']);
  assert.deepEqual(texts(firing, NOTHING_YET), ['SchedulePastEnd (for the machine) resolved']);
  assert.deepEqual(texts(NOTHING_YET, seen({ alerts: [alert('active', { alertname: 'Watchdog' })] })), []);
});

test('a remediation is told when it begins and when its outcome is known', () => {
  const begun = seen({ remediations: [remediation(null)] });
  assert.deepEqual(texts(NOTHING_YET, begun), ['deactivate_schedule, attempt 1']);
  assert.deepEqual(texts(begun, seen({ remediations: [remediation('fixed')] })), ['fixed']);
});

test('decisions are told in their order, heartbeats and ends of alerts never', () => {
  const decision = (id: number, decision: string, reason: string) => ({
    id,
    decision,
    reason,
    action: 'restart_process',
  });
  const now = seen({
    decisions: [
      decision(10, 'act', 'ok'),
      decision(9, 'refuse', 'lease_held'),
      decision(8, 'heartbeat', 'watchdog'),
      decision(11, 'refuse', 'resolved'),
    ],
  });
  assert.deepEqual(texts(NOTHING_YET, now), [
    'refuse restart_process: lease_held',
    'act restart_process: ok',
  ]);
});

test('a part that falls silent is told once, and again when it is back', () => {
  const silent = seen({ silent: ['remediator'] });
  assert.deepEqual(texts(NOTHING_YET, silent), ['does not answer']);
  assert.deepEqual(texts(silent, silent), []);
  assert.deepEqual(texts(silent, NOTHING_YET), ['answers again']);
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IncidentType } from '../core/incidents.ts';
import { capIncidents } from './cap-incidents.ts';
import type { Incident } from './incident.ts';
import { incidentKey } from './incident.ts';
import { incidentFamilies } from './incident-families.ts';

const NOW = 10_000;

function incident(id: string, special: Partial<Incident> & { type?: IncidentType } = {}): Incident {
  const { type = 'schedule_past_end', ...rest } = special;
  return {
    incident: type,
    target: { kind: 'schedule', id, org: 'acme', name: 'Lunch' },
    state: 'open',
    openedAt: 2_000,
    since: 1_500,
    confirmedAt: 3_000,
    detail: 'ended',
    resolvedAt: null,
    resolution: null,
    ...rest,
  };
}
const boardOf = (...incidents: Incident[]) =>
  new Map(incidents.map((known) => [incidentKey(known.incident, known.target), known]));
const linesOf = (name: string, ...incidents: Incident[]) =>
  incidentFamilies(boardOf(...incidents), () => 'customer', 500, NOW).find((family) => family.name === name)
    ?.lines;

const labels =
  'agent="schedule-doctor",incident="schedule_past_end",org="acme",org_class="customer",site="none",target_kind="schedule",target_id="a",target="Lunch"';

describe('incidents as metrics', () => {
  it('are 1 while open, with the times of opening and beginning', () => {
    assert.deepEqual(linesOf('vizora_incident_active', incident('a')), [
      `vizora_incident_active{${labels}} 1`,
    ]);
    assert.deepEqual(linesOf('vizora_incident_opened_timestamp_seconds', incident('a')), [
      `vizora_incident_opened_timestamp_seconds{${labels}} 2`,
    ]);
    assert.deepEqual(linesOf('vizora_incident_since_timestamp_seconds', incident('a')), [
      `vizora_incident_since_timestamp_seconds{${labels}} 1.5`,
    ]);
    assert.deepEqual(linesOf('vizora_incident_unverified', incident('a')), []);
  });

  it('stay 1 while held, and are marked unverified', () => {
    const held = incident('a', { state: 'unverified' });
    assert.deepEqual(linesOf('vizora_incident_active', held), [`vizora_incident_active{${labels}} 1`]);
    assert.deepEqual(linesOf('vizora_incident_unverified', held), [
      `vizora_incident_unverified{${labels}} 1`,
    ]);
  });

  it('are 0 while shown as resolved, and then have no age', () => {
    const gone = incident('a', { state: 'resolved', resolvedAt: 4_000, resolution: 'seen_good' });
    assert.deepEqual(linesOf('vizora_incident_active', gone), [`vizora_incident_active{${labels}} 0`]);
    assert.deepEqual(linesOf('vizora_incident_opened_timestamp_seconds', gone), []);
  });

  it('are counted exactly, by state', () => {
    assert.deepEqual(linesOf('vizora_incidents', incident('a'), incident('b', { state: 'unverified' })), [
      'vizora_incidents{agent="schedule-doctor",incident="schedule_past_end",org="acme",state="open"} 1',
      'vizora_incidents{agent="schedule-doctor",incident="schedule_past_end",org="acme",state="unverified"} 1',
      'vizora_incidents{agent="schedule-doctor",incident="schedule_past_end",org="acme",state="resolved"} 0',
    ]);
  });
});

describe('the cap', () => {
  it('shows what may be critical first, then the oldest, and resolved ones last, and counts what it leaves out', () => {
    const board = boardOf(
      incident('old', { openedAt: 1 }),
      incident('new', { openedAt: 9 }),
      incident('critical', { type: 'service_down', openedAt: 10 }),
      incident('resolved', { type: 'service_down', openedAt: 0, state: 'resolved' }),
    );
    const { shown, suppressed } = capIncidents(board, 500, NOW, 2);
    assert.deepEqual(
      shown.map(({ target }) => target.id),
      ['critical', 'old'],
    );
    assert.deepEqual([...suppressed], [['schedule_past_end', 1]]);
  });

  it('shows what is dormant after all others of its type, and after what is worse than information', () => {
    const silent = (id: string, type: IncidentType, age: number) =>
      incident(id, { type, openedAt: NOW - age, since: NOW - age });
    const week = 7 * 86_400_000;
    const board = boardOf(
      silent('dormant', 'display_offline', week + 1),
      silent('a week', 'display_offline', week),
      silent('an hour', 'display_offline', 3_600_000),
      silent('site, dormant', 'site_offline', week + 1),
      silent('site', 'site_offline', 1),
      silent('old', 'schedule_past_end', 9 * week),
    );
    const shown = (perType: number, inAll: number) =>
      capIncidents(board, perType, NOW, inAll).shown.map(({ target }) => target.id);
    assert.deepEqual(shown(9, 9), ['a week', 'an hour', 'site', 'old', 'dormant', 'site, dormant']);
    assert.deepEqual(shown(2, 9), ['a week', 'an hour', 'site', 'old', 'site, dormant']);
  });

  it('of one type leaves room for the others', () => {
    const many = Array.from({ length: 5 }, (_, i) => incident(`s${i}`));
    const { shown, suppressed } = capIncidents(
      boardOf(...many, incident('web', { type: 'service_down' })),
      2,
      NOW,
      100,
    );
    assert.deepEqual(
      shown.map(({ target }) => target.id),
      ['web', 's0', 's1'],
    );
    assert.equal(suppressed.get('schedule_past_end'), 3);
  });

  it('shows the same ones whatever the order in which the board has them', () => {
    const many = Array.from({ length: 9 }, (_, i) =>
      incident('s', { target: { kind: 'schedule', id: `s${i % 3}`, org: `org-${i}`, name: 'Lunch' } }),
    );
    const shown = (...incidents: Incident[]) =>
      capIncidents(boardOf(...incidents), 4, NOW).shown.map(({ target }) => `${target.org} ${target.id}`);
    assert.deepEqual(shown(...many), shown(...many.toReversed()));
    assert.equal(shown(...many).length, 4);
  });

  it('counts as left out what is held, and not what is resolved', () => {
    const { suppressed } = capIncidents(
      boardOf(
        incident('a', { openedAt: 1 }),
        incident('b', { state: 'unverified' }),
        incident('c', { state: 'resolved' }),
      ),
      1,
      NOW,
    );
    assert.deepEqual([...suppressed], [['schedule_past_end', 1]]);
  });

  it('in all is not above what a scrape may have, the less severe left out first', () => {
    const types: IncidentType[] = [
      'service_down',
      'display_offline',
      'schedule_past_end',
      'content_orphaned',
    ];
    const many = types.flatMap((type) => Array.from({ length: 1_500 }, (_, i) => incident(`${i}`, { type })));
    const { shown, suppressed } = capIncidents(boardOf(...many), 1_500, NOW);
    assert.equal(shown.length, 4_000);
    assert.deepEqual(
      [...suppressed],
      [
        ['schedule_past_end', 500],
        ['content_orphaned', 1_500],
      ],
    );
  });

  it('is visible, by type', () => {
    const many = Array.from({ length: 7 }, (_, i) => incident(`s${i}`));
    const families = incidentFamilies(boardOf(...many), () => 'customer', 5, NOW);
    const lines = (name: string) => families.find((family) => family.name === name)?.lines;
    assert.equal(lines('vizora_incident_active')?.length, 5);
    assert.deepEqual(lines('vizora_incidents_suppressed'), [
      'vizora_incidents_suppressed{agent="schedule-doctor",incident="schedule_past_end"} 2',
    ]);
    assert.match(lines('vizora_incidents')?.[0] ?? '', /state="open"} 7$/);
  });
});

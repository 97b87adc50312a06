import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { INCIDENT_TYPES } from '../../core/incidents.ts';
import { PLATFORM, TARGET_KINDS } from '../../core/target.ts';
import {
  alert,
  alertOn,
  apps,
  boardOf,
  classOf,
  DAY,
  HOUR,
  now,
  openIncident,
  remediation,
  statuses,
  summaryOf,
} from './reporting.test-support.ts';
import { type DocumentFacts, type StatusDocument, statusDocument } from './status-document.ts';

const facts: DocumentFacts = {
  now,
  status: 'HEALTHY',
  alerts: [],
  board: new Map(),
  statuses,
  remediator: summaryOf([]),
  classOf,
  apps,
};
const documentOf = (special: Partial<DocumentFacts> = {}) => statusDocument({ ...facts, ...special });
const bytesOf = (document: StatusDocument) => Buffer.byteLength(JSON.stringify(document));
const display = (id: string, org: string, name = `Display ${id}`) =>
  ({ kind: 'display', id, org, name }) as const;

describe('the status document', () => {
  it('has exactly the keys that the page of the platform reads', () => {
    const document = documentOf({
      board: boardOf(openIncident('service_down')),
      remediator: summaryOf([remediation()]),
    });
    assert.deepEqual(Object.keys(document), [
      ...['systemStatus', 'lastUpdated', 'lastRun', 'incidents', 'recentRemediations', 'agentResults'],
    ]);
    assert.equal(document.lastUpdated, '2026-11-25T12:00:00.000Z');
    assert.equal(document.lastRun['health-guardian'], '2026-11-25T11:59:00.000Z');
    assert.deepEqual(Object.keys(document.incidents[0] ?? {}).sort(), [
      ...['agent', 'attempts', 'detected', 'id', 'message', 'remediation', 'severity', 'status', 'target'],
      ...['targetId', 'type'],
    ]);
    assert.deepEqual(document.agentResults['schedule-doctor'], {
      agent: 'schedule-doctor',
      timestamp: '2026-11-25T11:59:00.000Z',
      durationMs: 1_000,
      issuesFound: 1,
      issuesFixed: 0,
      issuesEscalated: 0,
      incidents: [],
    });
  });

  it('tells what is wrong with the platform in full, as Alertmanager sees it', () => {
    const down = openIncident('service_down');
    const board = boardOf(down);
    const remediator = summaryOf([
      remediation({ outcome: 'not_fixed' }),
      remediation({ target: 'process/vizora-realtime' }),
    ]);
    const alerts = [alertOn(down, 'critical', { remediation: 'restart_process' }), alertOn(down, 'critical')];
    const [row] = documentOf({ board, alerts, remediator }).incidents;
    assert.deepEqual(row, {
      agent: 'health-guardian',
      type: 'service_down',
      severity: 'critical',
      detected: '2026-11-25T11:00:00.000Z',
      remediation: 'restart_process',
      status: 'open',
      id: 'health-guardian:service_down:service/web',
      target: 'service',
      targetId: 'web',
      message: 'web: refused',
      attempts: 1,
    });
  });

  it('tells what was given up, and what alerts nobody yet', () => {
    const down = openIncident('service_down');
    const escalation = alertOn(down, 'critical', { alertname: 'RemediationEscalated' });
    const given = documentOf({ board: boardOf(down), alerts: [escalation] });
    assert.equal(given.incidents[0]?.status, 'escalated');
    assert.equal(given.agentResults['health-guardian']?.issuesEscalated, 1);
    assert.equal(documentOf({ board: boardOf(down) }).incidents[0]?.severity, 'info');
  });

  it('tells of tenants only what kind of thing is wrong, and how often', () => {
    const board = boardOf(
      openIncident('display_offline', display('d-1', 'acme', 'Lobby')),
      openIncident('display_offline', display('d-2', 'beta', 'Bar'), now - DAY),
      openIncident('schedule_past_end', { kind: 'schedule', id: 's-1', org: 'acme', name: 'Lunch' }),
      openIncident('storage_high', { kind: 'organization', id: 'acme', org: 'acme', name: 'Acme' }),
    );
    const remediator = summaryOf([
      remediation({
        org: 'acme',
        target: 'schedule/s-1',
        incident: 'schedule_past_end',
        action: 'deactivate_schedule',
      }),
    ]);
    const document = documentOf({ board, remediator });
    assert.deepEqual(
      document.incidents.map(({ id, target, targetId }) => [id, target, targetId]),
      [
        ['tenants:display_offline', 'display', '2 open'],
        ['tenants:storage_high', 'organization', '1 open'],
        ['tenants:schedule_past_end', 'schedule', '1 open'],
      ],
    );
    assert.equal(document.incidents[0]?.message, '2 open. The display has not been heard of.');
    assert.deepEqual(
      document.recentRemediations.map(({ target, targetId, success }) => [target, targetId, success]),
      [['schedule', 'tenant', true]],
    );
    assert.doesNotMatch(JSON.stringify(document), /acme|beta|lobby|bar|lunch|[ds]-\d/i);
  });

  it('leaves out test and retired organisations, and what is over', () => {
    const over = { ...openIncident('process_missing'), state: 'resolved' as const, resolvedAt: now };
    const board = boardOf(
      over,
      openIncident('display_offline', display('d1', 'demo')),
      openIncident('display_offline', display('d2', 'old')),
    );
    const remediator = summaryOf([
      remediation({ org: 'demo', target: 'display/d1', incident: 'display_offline' }),
    ]);
    const document = documentOf({ board, remediator });
    assert.deepEqual([document.incidents, document.recentRemediations], [[], []]);
  });

  it('tells of repairs that were made and have ended, the newest first, and not of those refused', () => {
    const ended = (hoursAgo: number, outcome: string) =>
      remediation({ outcome, finished_at: new Date(now - hoursAgo * HOUR).toISOString() });
    const { recentRemediations } = documentOf({
      remediator: summaryOf([
        ended(5, 'not_fixed'),
        ended(1, 'fixed'),
        remediation({ outcome: null, finished_at: null }),
        remediation({ outcome: 'refused', executed_at: null }),
      ]),
    });
    assert.deepEqual(
      recentRemediations.map(({ timestamp, success, error }) => [timestamp, success, error]),
      [
        ['2026-11-25T11:00:00.000Z', true, undefined],
        ['2026-11-25T07:00:00.000Z', false, 'not_fixed'],
      ],
    );
  });

  it('says what was repaired within what was found, so that none seems done which is not', () => {
    const remediator = summaryOf([remediation(), remediation()]);
    const result = documentOf({ remediator }).agentResults['health-guardian'];
    assert.deepEqual([result?.issuesFound, result?.issuesFixed], [4, 2]);
  });

  const blind: [string, Partial<DocumentFacts>, string][] = [
    ['DEGRADED at least', {}, 'DEGRADED'],
    ['CRITICAL when something may be', { board: boardOf(openIncident('service_down')) }, 'CRITICAL'],
    [
      'DEGRADED when nothing that is open may be',
      { board: boardOf(openIncident('process_stopped')) },
      'DEGRADED',
    ],
    [
      'DEGRADED by displays that have been silent for a week',
      { board: boardOf(openIncident('display_offline', display('d', 'acme'), now - 7 * DAY - 1)) },
      'DEGRADED',
    ],
    [
      'CRITICAL by those that have been silent for a little less',
      { board: boardOf(openIncident('display_offline', display('d', 'acme'), now - 7 * DAY)) },
      'CRITICAL',
    ],
  ];
  for (const [what, special, status] of blind) {
    it(`calls what nobody can tell ${what}`, () => {
      assert.equal(documentOf({ status: 'UNKNOWN', alerts: null, ...special }).systemStatus, status);
    });
  }

  it('takes what nobody can tell for the worst that it can be', () => {
    const [row] = documentOf({ alerts: null, board: boardOf(openIncident('service_down')) }).incidents;
    assert.deepEqual([row?.severity, row?.remediation], ['critical', 'not known now']);
  });

  it('lists so many of the platform and counts the rest, the worst of it and its oldest included', () => {
    const many = Array.from({ length: 130 }, (_, i) =>
      openIncident('process_missing', { kind: 'process', id: `p${i}`, name: `p${i}` }, now - HOUR - i),
    );
    const { incidents } = documentOf({ board: boardOf(...many), alerts: null });
    assert.equal(incidents.length, 101);
    assert.deepEqual(
      [incidents[100]?.targetId, incidents[100]?.severity, incidents[100]?.message],
      ['30 more', 'critical', '30 more incidents of the platform are open'],
    );
  });

  const nasty = fc
    .array(
      fc.constantFrom(
        ...['<script>', '&lt;', '>', '"', '\\', '\u0000', '\n', '€', '😀', '\ud83d', '\u202e', 'x', ' '],
      ),
      { minLength: 0, maxLength: 400, size: 'max' },
    )
    .map((parts) => parts.join(''));
  const incidents = fc.array(
    fc.record({
      incident: fc.constantFrom(...INCIDENT_TYPES),
      kind: fc.constantFrom(...TARGET_KINDS),
      id: nasty,
      name: nasty,
      detail: nasty,
      org: fc.constantFrom(PLATFORM, PLATFORM, PLATFORM, 'acme', 'beta'),
    }),
    { maxLength: 300, size: 'max' },
  );
  const remediations = fc.array(
    fc.record({ action: nasty, target: nasty, outcome: nasty, org: fc.constantFrom(PLATFORM, 'acme') }),
    { maxLength: 200, size: 'max' },
  );

  it('is below 90 KiB, without signs that the platform mangles, and true to its numbers, whatever it tells', () => {
    let largest = 0;
    fc.assert(
      fc.property(incidents, remediations, (wrong, repaired) => {
        const board = new Map(
          wrong.map(({ incident, detail, ...target }, i) => [
            String(i),
            { ...openIncident(incident, target), detail },
          ]),
        );
        const document = documentOf({
          board,
          remediator: summaryOf(repaired.map((special) => remediation(special))),
        });
        const text = JSON.stringify(document);
        largest = Math.max(largest, bytesOf(document));
        assert.ok(bytesOf(document) < 90 * 1_024, `${bytesOf(document)}`);
        assert.doesNotMatch(text, /[<>]|\\u[dD][89a-fA-F]/);
        const shown = document.incidents.filter(({ id }) => !/^(tenants|platform):/.test(id)).length;
        const more = Number.parseInt(
          document.incidents.find(({ id }) => id === 'platform:more')?.targetId ?? '0',
          10,
        );
        assert.equal(shown + more, wrong.filter(({ org }) => org === PLATFORM).length);
        for (const { targetId } of document.incidents) assert.equal(typeof targetId, 'string');
      }),
      { numRuns: 40 },
    );
    assert.ok(largest > 40_000, `the largest was ${largest}`);
  });

  it('of a world in which everything is wrong is still taken by the platform', () => {
    const long = '"€'.repeat(300);
    const wrong = INCIDENT_TYPES.flatMap((incident) =>
      [PLATFORM, 'acme'].flatMap((org) =>
        Array.from({ length: 60 }, (_, i) => ({
          ...openIncident(incident, { kind: 'process', id: `${long}${i}`, org, name: long }),
          detail: long,
        })),
      ),
    );
    const repaired = Array.from({ length: 200 }, () =>
      remediation({ action: long, target: `process/${long}`, outcome: long }),
    );
    const board = new Map(wrong.map((it, i) => [String(i), it]));
    const document = documentOf({ board, remediator: summaryOf(repaired), alerts: [alert('X', 'critical')] });
    assert.ok(bytesOf(document) < 92_160, `${bytesOf(document)}`);
    assert.ok(document.incidents.length > 30);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IncidentType } from '../../core/incidents.ts';
import { type OutageFacts, outageMessage, recoveryMessage } from './outage-message.ts';
import { boardOf, classOf, HOUR, now, openIncident } from './reporting.test-support.ts';

const facts: OutageFacts = {
  now,
  since: now - 5 * 60_000,
  trouble: 'Alertmanager at http://127.0.0.1:9093: connect ECONNREFUSED',
  board: new Map(),
  classOf,
  timezone: 'Europe/Berlin',
};
const display = (id: string, org = 'acme') => ({ kind: 'display', id, org, name: `Display ${id}` }) as const;

describe('the message that no Alertmanager answers', () => {
  it('says since when, what that means, why, and what is open', () => {
    const board = boardOf(
      openIncident('service_down'),
      openIncident('display_offline', display('1')),
      openIncident('display_offline', display('2'), now - 2 * HOUR),
      openIncident('display_offline', display('3', 'demo')),
    );
    assert.deepEqual(outageMessage({ ...facts, board }), {
      subject: 'Vizora Ops: no Alertmanager answers',
      text: [
        'Vizora Ops: no Alertmanager answers, since 25 Nov 2026, 12:55 CET (5 min).',
        'Until one does, alerts reach nobody and nothing is repaired automatically.',
        'What it says: Alertmanager at http://127.0.0.1:9093: connect ECONNREFUSED',
        '',
        '3 incidents are open right now:',
        '• 1 × Service down: web (platform)',
        '• 2 × Display offline',
      ].join('\n'),
    });
  });

  it('lists five types, the worst first, and counts the others', () => {
    const types: IncidentType[] = [
      ...(['content_too_large', 'schedule_past_end', 'display_error', 'schedule_conflict'] as const),
      ...(['vacuum_overdue', 'storage_high', 'log_oversized'] as const),
    ];
    const board = boardOf(...types.map((type, i) => openIncident(type, display(String(i)), now - i)));
    const { text } = outageMessage({ ...facts, board });
    assert.deepEqual(
      text
        .split('\n')
        .slice(5)
        .map((line) => line.replace(/:.*/, '')),
      [
        '• 1 × Storage high',
        '• 1 × Log oversized',
        '• 1 × Vacuum overdue',
        '• 1 × Schedule conflict',
        '• 1 × Display error',
        '• and 2 types more',
      ],
    );
  });

  it('says so when nothing is open', () => {
    assert.match(outageMessage(facts).text, /\n\nNothing that is known is wrong right now\.$/);
  });
});

describe('the message that Alertmanager answers again', () => {
  it('says how long it did not, and what is open besides', () => {
    const board = boardOf(openIncident('alertmanager_unreachable', { kind: 'agent', id: 'ops-reporter' }));
    const { subject, text } = recoveryMessage({ ...facts, board, since: now - 23 * 60_000, trouble: null });
    assert.equal(subject, 'Vizora Ops: Alertmanager answers again');
    assert.equal(
      text,
      'Vizora Ops: Alertmanager answers again, after 23 min. Alerts that still stand are told by it.\n\n' +
        'Nothing that is known is wrong right now.',
    );
  });
});

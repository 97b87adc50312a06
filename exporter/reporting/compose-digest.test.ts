import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ListCoverage } from '../gather/gather-list.ts';
import { composeDigest } from './compose-digest.ts';
import type { Cell } from './digest.ts';
import type { DigestFacts } from './digest-facts.ts';
import { digestHtml } from './digest-html.ts';
import { digestText } from './digest-text.ts';
import {
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

const list = (org: string, section: ListCoverage['section'], complete = true): ListCoverage => ({
  ...{ org, section, complete, answered: true, seen: 5, total: 5 },
  ...{ at: now, durationMs: 1, lastCompleteAt: now },
});

const quiet: DigestFacts = {
  now,
  timezone: 'Europe/Berlin',
  status: { word: 'HEALTHY', since: now - 3 * DAY },
  board: new Map(),
  tally: [],
  remediator: summaryOf([]),
  coverage: [list('acme', 'displays'), list('beta', 'displays')],
  organisations: ['acme', 'beta'],
  statuses,
  classOf,
  version: '0.1.0',
};
const digestOf = (special: Partial<DigestFacts> = {}) => composeDigest({ ...quiet, ...special });
const display = (id: string, org = 'acme', name = id) => ({ kind: 'display', id, org, name }) as const;

/** The part of this title, its table as plain text. */
function part(special: Partial<DigestFacts>, title: RegExp) {
  const found = digestOf(special).parts.find((it) => title.test(it.title));
  const plain = (cell: Cell) => (typeof cell === 'string' ? cell : `${cell.text} | ${cell.below}`);
  return { rows: found?.table?.rows.map((cells) => cells.map(plain)), lines: found?.lines };
}

describe('the digest', () => {
  it('of a quiet day says so', () => {
    const { subject, headline, figures, parts } = digestOf();
    assert.equal(subject, 'Vizora Ops HEALTHY: 0 open, 0 opened, 0 closed, 0 repaired');
    assert.equal(headline, 'No alert is active, for 3 days.');
    assert.deepEqual(
      figures.map(({ value, label }) => `${value} ${label}`),
      ['0 open now', '0 opened', '0 closed', '0 repaired'],
    );
    assert.deepEqual(
      parts.map(({ title, lines }) => [title, lines]),
      [
        ['Open now', ['Nothing that is known.']],
        ['Incidents', ['None began, ended or is open.']],
        ['Repairs of the last 24 hours', ['None was needed.']],
        ['Dormant displays', ['None has been silent for more than 7 days.']],
        ['What was seen', ['2 organisations watched, each seen.', '2 lists read whole.']],
        ['Agents', undefined],
      ],
    );
  });

  it('notes how high the journal of repairs is, and its head, so that a cut can be shown later', () => {
    const reading = summaryOf([]);
    assert.ok(reading.value);
    const head = `0123456789ab${'c'.repeat(52)}`;
    const remediator = { ...reading, value: { ...reading.value, journal: { height: 41, head } } };
    assert.deepEqual(part({ remediator }, /Repairs/).lines, [
      'None was needed.',
      'The journal of it: height 41, head 0123456789ab (vizora-ops audit verify --height 41 --head 0123456789ab).',
    ]);
    const repaired = summaryOf([remediation()]);
    assert.ok(repaired.value);
    const both = { ...repaired, value: { ...repaired.value, journal: { height: 41, head } } };
    assert.match(part({ remediator: both }, /Repairs/).lines?.at(-1) ?? '', /height 41/);
  });

  it('counts what began, ended and is open by type, and names the worst that is open', () => {
    const board = boardOf(
      openIncident('schedule_past_end', { kind: 'schedule', id: 's', org: 'acme', name: 'Lunch' }, now - DAY),
      openIncident('display_offline', display('Lobby'), now - 3 * HOUR),
      { ...openIncident('service_down'), state: 'unverified' },
    );
    const tally = [
      { incident: 'display_offline', org: 'acme', opened: 3, closed: 2 },
      { incident: 'display_offline', org: 'beta', opened: 1, closed: 1 },
      { incident: 'site_offline', org: 'acme', opened: 0, closed: 1 },
    ] as const;
    assert.equal(
      digestOf({ board, tally }).subject,
      'Vizora Ops HEALTHY: 3 open, 4 opened, 4 closed, 0 repaired',
    );
    assert.deepEqual(part({ board, tally }, /^Incidents/).rows, [
      ['Display offline', '4', '3', '1'],
      ['Service down', '0', '0', '1'],
      ['Site offline', '0', '1', '0'],
      ['Schedule past end', '0', '0', '1'],
    ]);
    assert.deepEqual(part({ board, tally }, /^Open/).rows, [
      ['Service down | web, platform, not confirmed by the last look', '1 h'],
      ['Display offline | Lobby, acme', '3 h'],
      ['Schedule past end | Lunch, acme', '24 h'],
    ]);
  });

  it('counts the displays that are dormant apart, from the second on that they are', () => {
    const board = boardOf(
      openIncident('display_offline', display('Lobby'), now - 7 * DAY),
      openIncident('display_offline', display('Bar', 'beta'), now - 7 * DAY - 1),
    );
    assert.deepEqual(part({ board }, /^Dormant/).rows, [['Bar | beta', '7 days']]);
    assert.deepEqual(part({ board }, /^Open/).rows, [['Display offline | Lobby, acme', '7 days']]);
    assert.deepEqual(digestOf({ board }).figures[0], { value: '2', label: 'open now, 1 dormant' });
  });

  it('shows ten that are open and twenty that are dormant, and counts the rest', () => {
    const displays = (count: number, since: number) =>
      Array.from({ length: count }, (_, i) =>
        openIncident('display_offline', display(`d${since}${i}`), since),
      );
    const board = boardOf(...displays(12, now - HOUR), ...displays(21, now - 9 * DAY));
    assert.deepEqual(part({ board }, /^Open/).lines, ['And 2 incidents more.']);
    assert.equal(part({ board }, /^Open/).rows?.length, 10);
    assert.deepEqual(part({ board }, /^Dormant/).lines, ['And 1 display more.']);
    assert.equal(part({ board }, /^Dormant/).rows?.length, 20);
  });

  it('tells what was repaired, what was not and why, and how long it took', () => {
    const lasting = (seconds: number, outcome = 'fixed') =>
      remediation({ outcome, finished_at: new Date(now - 2 * HOUR + seconds * 1_000).toISOString() });
    const remediator = summaryOf(
      [lasting(30), lasting(90), lasting(300, 'not_fixed'), lasting(300, 'failed')],
      [
        { action: 'restart_process', reason: 'cooldown', count: 3 },
        { action: 'restart_process', reason: 'restart_storm', count: 1 },
        { action: 'deactivate_schedule', reason: 'observe', count: 9 },
      ],
    );
    assert.deepEqual(part({ remediator }, /^Repairs/), {
      rows: [
        ['deactivate_schedule', '0', '0', '9'],
        ['restart_process', '2', '2', '4'],
      ],
      lines: [
        'Mean time to repair: 1 min, from alert to proof.',
        'Failed, restart_process: not fixed 1, failed 1.',
        'Refused, restart_process: cooldown 3, restart storm 1.',
        'Refused, deactivate_schedule: observe 9.',
      ],
    });
  });

  it('does not say that nothing was repaired when nobody could be asked', () => {
    const remediator = { at: now, value: null, detail: 'connection refused' };
    assert.deepEqual(part({ remediator }, /^Repairs/).lines, ['Not known: connection refused.']);
  });

  it('tells what was not seen', () => {
    const coverage = [
      list('acme', 'displays'),
      list('acme', 'schedules', false),
      list('beta', 'displays', false),
      list('beta', 'displayGroups', false),
    ];
    assert.deepEqual(part({ coverage }, /seen/), {
      rows: [
        ['acme | schedules', '1 of 2'],
        ['beta | displays, display groups', '2 of 2'],
      ],
      lines: ['2 organisations watched, 1 not seen.', '1 list read whole, 3 not.'],
    });
  });

  it('tells whose agents are stale: twice their interval, and a minute at least', () => {
    const after = (ms: number) => part({ now: now + ms }, /^Agents/).rows?.[0];
    assert.deepEqual(after(60_000), ['health-guardian', '2 min ago', '2 min ago']);
    assert.deepEqual(after(60_001), ['health-guardian (stale)', '2 min ago', '2 min ago']);
    const never = statuses.map((status) => ({ ...status, lastRun: null, lastSuccessAt: null }));
    assert.deepEqual(part({ statuses: never }, /^Agents/).rows?.[0], [
      'health-guardian (stale)',
      'never',
      'never',
    ]);
  });

  it('leaves out test and retired organisations', () => {
    const board = boardOf(openIncident('display_offline', display('x', 'demo')));
    const tally = [{ incident: 'display_offline', org: 'old', opened: 3, closed: 2 }] as const;
    const coverage = [list('demo', 'displays', false)];
    const { subject, parts } = digestOf({ board, tally, coverage, organisations: ['demo', 'old'] });
    assert.equal(subject, 'Vizora Ops HEALTHY: 0 open, 0 opened, 0 closed, 0 repaired');
    assert.match(JSON.stringify(parts), /No organisation is watched/);
  });
});

describe('the digest as a mail', () => {
  const evil = '<img src=x onerror=alert(1)>&"\'\r\nBcc: eve@example.com';
  const special: Partial<DigestFacts> = {
    board: boardOf(
      openIncident('display_offline', display('d1', 'acme', evil), now - HOUR),
      openIncident('display_offline', display('d2', 'acme', evil), now - 9 * DAY),
    ),
    remediator: { at: now, value: null, detail: evil },
  };

  it('holds names as text, whatever they are', () => {
    const html = digestHtml(digestOf(special));
    assert.doesNotMatch(html, /<img|onerror=alert\(1\)>/);
    assert.ok(html.includes('&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#39;'));
    assert.ok(!digestOf(special).subject.includes('img'));
  });

  it('keeps each row of its text on a line of its own, whatever a name holds', () => {
    const lines = digestText(digestOf(special)).split('\n');
    assert.equal(lines.filter((line) => line.startsWith('Bcc:')).length, 0);
    assert.ok(
      lines.some((line) => line.includes('Display offline: <img src=x onerror=alert(1)>&"\' Bcc: eve')),
    );
  });

  it('loads nothing, runs nothing, and has its styles at its elements', () => {
    const html = digestHtml(digestOf(special));
    assert.doesNotMatch(html, /<script|<link|<style|<img|url\(|@import|https?:/);
    assert.match(html, /<meta name="color-scheme" content="light dark">/);
  });

  it('aligns its text in columns', () => {
    const text = digestText(
      digestOf({ tally: [{ incident: 'display_offline', org: 'acme', opened: 12, closed: 3 }] }),
    );
    assert.ok(
      text.includes(
        ['type             opened  closed  open now', 'Display offline      12       3         0'].join('\n'),
      ),
      text,
    );
  });
});

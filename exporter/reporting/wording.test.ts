import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dated, span, spoken } from './wording.ts';

describe('wording', () => {
  it('says time spans in two units at most', () => {
    const seconds = [-5, 0, 59, 60, 3_599, 3_600, 11_520, 86_400, 172_799, 172_800, 700_000];
    assert.deepEqual(
      seconds.map((s) => span(s * 1_000)),
      [
        '0 s',
        '0 s',
        '59 s',
        '1 min',
        '59 min',
        '1 h',
        '3 h 12 min',
        '24 h',
        '47 h 59 min',
        '2 days',
        '8 days',
      ],
    );
    assert.equal(span(59_600), '1 min', 'never 60 s');
  });

  it('says moments where the people are', () => {
    assert.equal(dated(Date.parse('2026-11-25T07:00:00Z'), 'Europe/Berlin'), '25 Nov 2026, 08:00 CET');
  });

  it('says incident types without their underscores', () => {
    assert.equal(spoken('display_offline'), 'Display offline');
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { violationsOf } from './judge-curve.ts';
import { type Curve, measureCurve } from './measure-curve.ts';

const MINUTE = 60_000;
const summary = ({ commands, outcomes, escalations, silentAtEnd }: Curve) => ({
  commands: commands.length,
  outcomes,
  told: escalations.map(({ reason }) => reason),
  silentAtEnd,
});

describe('of 200 displays', () => {
  it('one that falls silent is asked twice when that changes nothing, and then told to people once', async () => {
    const curve = await measureCurve(1, 'nothing', 60);
    assert.deepEqual(violationsOf(curve), []);
    assert.deepEqual(summary(curve), {
      commands: 2,
      outcomes: { not_fixed: 2 },
      told: ['not_fixed'],
      silentAtEnd: 1,
    });
  });

  it('three that fall silent are asked once each when that helps, and nobody is told', async () => {
    const curve = await measureCurve(3, 'comes back', 30);
    assert.deepEqual(violationsOf(curve), []);
    assert.deepEqual(summary(curve), { commands: 3, outcomes: { fixed: 3 }, told: [], silentAtEnd: 0 });
  });

  it('of thirty that fall silent a tenth of the fleet is asked, eight in a row and then none for 61 s', async () => {
    const curve = await measureCurve(30, 'comes back', 30);
    assert.deepEqual(violationsOf(curve), []);
    assert.deepEqual(summary(curve), { commands: 20, outcomes: { fixed: 20 }, told: [], silentAtEnd: 10 });
    const rows = curve.commands.map(({ at }) => at);
    assert.ok(Number(rows[8]) - Number(rows[7]) >= 61_000 && Number(rows[16]) - Number(rows[15]) >= 61_000);
    assert.ok(Number(curve.decisions['command_pause']) > 0 && Number(curve.decisions['action_budget']) > 0);
  });

  it('when all fall silent none is asked, from the first alert on, and people are told once', async () => {
    const curve = await measureCurve(200, 'nothing', 18);
    assert.deepEqual(violationsOf(curve), []);
    assert.deepEqual(summary(curve), { commands: 0, outcomes: {}, told: ['mass_failure'], silentAtEnd: 200 });
    assert.deepEqual(Object.keys(curve.decisions), ['mass_failure']);
  });
});

describe('a curve', () => {
  const quiet: Curve = {
    ...{ broken: 1, effect: 'nothing', minutes: 120, commands: [], escalations: [] },
    ...{ decisions: {}, outcomes: {}, silentAtEnd: 1 },
  };
  const command = (n: number, at: number, silentFor = 20 * MINUTE) => ({ at, display: `d${n}`, silentFor });
  const rows = (count: number, everyMs: number) =>
    Array.from({ length: count }, (_, n) => command(n, n * everyMs));
  const told = (reason: string, target: string) => ({ at: 0, reason, target });
  const cases: [string, Partial<Curve>, RegExp | null][] = [
    ['eight commands in a row', { commands: rows(8, 60_999) }, null],
    ['nine commands in a row', { commands: rows(9, 60_999) }, /9 commands in a row, 8 are allowed/],
    ['twenty commands within an hour', { commands: rows(20, 61_000) }, null],
    ['twenty-one commands within an hour', { commands: rows(21, 61_000) }, /21 commands within an hour/],
    [
      'a display that is asked again too early',
      { commands: [command(1, 0), command(1, 15 * MINUTE - 1)] },
      /again within 15/,
    ],
    [
      'a display that was silent too briefly',
      { commands: [command(1, 0, 15 * MINUTE)] },
      /after 900 s of silence/,
    ],
    [
      'a display that was silent too long',
      { commands: [command(1, 0, 60 * MINUTE)] },
      /after 3600 s of silence/,
    ],
    [
      'a command in a mass failure',
      { broken: 41, commands: rows(1, 0), escalations: [told('mass_failure', 'many')] },
      /1 commands in a mass failure/,
    ],
    ['a mass failure of which nobody is told', { broken: 41 }, /told of a mass failure 0 times/],
    [
      'forty that are told as a mass failure',
      { broken: 40, escalations: [told('mass_failure', 'many')] },
      /40 of 200 were told/,
    ],
    [
      'a display that is told twice',
      { escalations: [told('not_fixed', 'd1'), told('not_fixed', 'd1')] },
      /more than once/,
    ],
  ];
  for (const [what, special, violation] of cases) {
    it(`is judged by the shipped policy: ${what}`, () => {
      const found = violationsOf({ ...quiet, ...special });
      if (violation === null) assert.deepEqual(found, []);
      else assert.match(found.join('\n'), violation);
    });
  }
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { StrictnessName } from '../../sandbox/vizora/strictness.ts';
import { mutations, OUTAGES_TOGETHER } from './mutations.ts';
import type { Row } from './row.ts';
import { type Bench, type Result, runRow } from './run-row.ts';
import { openBench, runTable } from './run-table.ts';
import { type Sandbox, startSandbox } from './sandbox-installation.ts';
import { table } from './table/index.ts';

const AT_ONCE = 6;
let sandbox: Sandbox;
let bench: Bench;

before(async () => {
  sandbox = await startSandbox();
  bench = openBench(sandbox.installation);
});

after(() => sandbox?.stop());

describe('the stand-in, as PM2 runs it', () => {
  const results = new Map<string, Result>();
  before(async () => {
    for (const result of await runTable(table, bench, { atOnce: AT_ONCE }))
      results.set(result.row.says, result);
  });
  for (const { says } of table) {
    it(says, () => {
      const result = results.get(says);
      assert.ok(result !== undefined, 'it was not asked');
      assert.notEqual(result.verdict, 'not_checked', 'reason' in result ? result.reason : '');
      assert.deepEqual('differences' in result ? result.differences : [], []);
    });
  }
});

const rowNamed = (says: string): Row => {
  const row = table.find((one) => one.says === says);
  assert.ok(row, `no row says "${says}"`);
  return row;
};

describe('a stand-in that is less strict is found out', () => {
  const alone = Object.entries(mutations).filter(
    ([name]) => !OUTAGES_TOGETHER.flat().includes(name as StrictnessName),
  );

  it('the rows that find it out hold again and again while it is strict', async () => {
    await sandbox.takeOut([]);
    const rows = new Set(alone.flatMap(([, says]) => says).map(rowNamed));
    const red = (await runTable([...rows], bench, { atOnce: AT_ONCE })).filter(
      ({ verdict }) => verdict !== 'holds',
    );
    assert.deepEqual(
      red.map(({ row, ...rest }) => ({ says: row.says, ...rest })),
      [],
    );
  });

  for (const [name, says] of alone) {
    it(`without ${name}`, async () => {
      await sandbox.takeOut([name as StrictnessName]);
      for (const row of says.map(rowNamed))
        assert.equal((await runRow(row, bench)).verdict, 'differs', row.says);
    });
  }

  for (const names of OUTAGES_TOGETHER) {
    it(`without ${names.join(', and without ')}`, async () => {
      await sandbox.takeOut(names);
      const rows = names.flatMap((name) => mutations[name]).map(rowNamed);
      for (const { row, verdict } of await runTable(rows, bench, { atOnce: AT_ONCE }))
        assert.equal(verdict, 'differs', row.says);
    });
  }
});

import assert from 'node:assert/strict';
import { describe as group, it } from 'node:test';
import { type Got, judge } from './judge.ts';
import exchanges from './recorded/exchanges.json' with { type: 'json' };
import outages from './recorded/outages.json' with { type: 'json' };
import type { Given, Step } from './row.ts';
import { table } from './table/index.ts';
import { capture } from './template.ts';

const steps = table.flatMap((row) => row.steps.map((step) => ({ row, step })));
const quoting = (name: string) => steps.filter(({ step }) => [step.recorded ?? []].flat().includes(name));

/** The names in the step, read out of the request that was recorded. */
function givenBy(step: Step, request: (typeof exchanges)[number]): Given {
  const [path = '', query = ''] = request.path.split('?');
  const [wanted = '', wantedQuery = ''] = step.ask.path.split('?');
  const found = capture(wanted, path);
  assert.ok(found, `${step.ask.path} is not ${request.path}`);
  assert.equal(query, wantedQuery);
  const body = 'body' in request ? request.body : null;
  if (typeof step.ask.body === 'object')
    for (const [name, value] of capture(JSON.stringify(step.ask.body), JSON.stringify(body)) ?? [])
      found.set(name, value);
  const organisation = /"(?:organizationId|id)":"([0-9a-f-]{36})"/.exec(JSON.stringify(request.answer))?.[1];
  return (name) => {
    const value =
      found.get(name) ??
      (name === 'archived_at' ? '2026-11-22T19:50:24.519Z' : name === 'org' ? organisation : undefined);
    assert.ok(value !== undefined, `the recorded request does not tell {${name}}`);
    return value;
  };
}

group('the table agrees with the recorded exchanges', () => {
  for (const exchange of exchanges) {
    it(exchange.name, () => {
      const found = quoting(exchange.name);
      assert.ok(found.length > 0, 'no row quotes it');
      for (const { row, step } of found) {
        assert.equal(step.ask.method, exchange.method);
        assert.equal(step.ask.host, exchange.host);
        const got: Got = {
          status: exchange.status,
          headers: exchange.headers as Record<string, string>,
          text: JSON.stringify(exchange.answer),
          seconds: 0,
        };
        assert.deepEqual(judge(step.answer, got, givenBy(step, exchange)), [], row.says);
      }
    });
  }
});

group('the table agrees with the recorded outages', () => {
  for (const outage of outages) {
    const name = `${outage.when}: ${outage.host} ${outage.path}`;
    it(name, () => {
      const [row] = table.filter((one) => one.outage === name);
      const step = row?.steps[0];
      assert.ok(row && step, 'no row quotes it');
      const got: Got =
        outage.status === 'cut'
          ? { status: 'cut', seconds: outage.seconds }
          : {
              status: outage.status as number,
              headers: {},
              text: JSON.stringify(outage.answer),
              seconds: outage.seconds,
            };
      const { headers: _notRecorded, ...answer } = step.answer;
      assert.deepEqual(
        judge(answer, got, () => assert.fail('no names here')),
        [],
        row.says,
      );
    });
  }
});

it('no row quotes what was not recorded', () => {
  const names = new Set(exchanges.map(({ name }) => name));
  for (const { row, step } of steps)
    for (const name of [step.recorded ?? []].flat()) assert.ok(names.has(name), `${row.says}: ${name}`);
  const known = new Set(outages.map(({ when, host, path }) => `${when}: ${host} ${path}`));
  for (const { says, outage } of table)
    assert.ok(outage === undefined || known.has(outage), `${says}: ${outage}`);
});

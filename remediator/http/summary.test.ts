import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { headNumber } from '../../core/journal/chain.ts';
import { RemediatorError, readSummary } from '../../core/remediator/read-summary.ts';
import { schedulePastEnd, serviceDown, startBench } from '../bench.test-support.ts';

const HOUR = 3_600_000;

describe('the summary of what was done lately', () => {
  it('tells acts with their outcome, restarts by app, and refusals by reason', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(0);
    await bench.alert(serviceDown('middleware'));
    await bench.until('it is repaired', async () => (await bench.remediations())[0]?.['outcome'] === 'fixed');
    await bench.deliver([{ labels: serviceDown('web') }]);
    await bench.until('it is refused', async () =>
      (await bench.decisions()).some((d) => d['target_id'] === 'web'),
    );

    const { restarts, remediations, refusals } = await readSummary(bench.url, 3_000);

    assert.deepEqual(
      restarts.map(({ app, pm_id }) => [app, pm_id]),
      [
        ['vizora-middleware', 0],
        ['vizora-middleware', 1],
      ],
      'one for each worker',
    );
    assert.deepEqual(
      remediations.map(({ id, action, target, outcome }) => [id, action, target, outcome]),
      [['r1', 'restart_process', 'process/vizora-middleware', 'fixed']],
    );
    assert.deepEqual(
      refusals.filter(({ reason }) => reason === 'alert_not_active'),
      [{ action: 'restart_process', reason: 'alert_not_active', count: 1 }],
    );
  });

  it('tells the height and head of the journal, as the metrics do', async (t) => {
    const bench = await startBench(t);
    await bench.deliver([{ labels: serviceDown('web') }]);
    await bench.pass(1_000);
    const { journal } = await readSummary(bench.url, 3_000);
    assert.ok(journal);
    const metrics = await bench.metrics();
    assert.ok(metrics.includes(`vizora_remediator_journal_height ${journal.height}\n`));
    assert.ok(metrics.includes(`vizora_remediator_journal_head ${headNumber(journal.head)}\n`));
  });

  it('forgets restarts after an hour, and the rest after a day', async (t) => {
    const bench = await startBench(t);
    bench.world.hang(2);
    await bench.alert(serviceDown('realtime'));
    await bench.until('it is repaired', async () => (await bench.remediations())[0]?.['outcome'] === 'fixed');
    await bench.pass(HOUR);
    const later = await readSummary(bench.url, 3_000);
    assert.deepEqual([later.restarts.length, later.remediations.length], [0, 1]);
  });

  it('needs no token, and holds no name and no free text', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.endSchedule(3);
    await bench.alert({ ...schedulePastEnd(id), target: 'Secret Lunch' });
    await bench.until('it is repaired', async () => (await bench.remediations())[0]?.['outcome'] === 'fixed');
    const text = await (await fetch(`${bench.url}/api/v1/summary`)).text();
    assert.match(text, /"outcome":"fixed"/);
    assert.doesNotMatch(text, /Secret|Lunch/);
  });

  it('is an error that names the address when nobody answers, or something else does', async (t) => {
    await assert.rejects(readSummary('http://127.0.0.1:9', 1_000), (error) => {
      assert(error instanceof RemediatorError);
      assert.match(error.message, /the remediator at http:\/\/127\.0\.0\.1:9: connection refused/);
      return true;
    });
    const bench = await startBench(t);
    await assert.rejects(readSummary(`${bench.url}/nowhere`, 1_000), /answered 404/);
  });
});

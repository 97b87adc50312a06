import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Bench, schedulePastEnd, serviceDown, startBench } from '../bench.test-support.ts';
import { changesBetween } from '../changes.ts';

type Json = Record<string, unknown>;

const fixed = (bench: Bench) => async () => (await bench.remediations()).at(-1)?.['outcome'] === 'fixed';

describe('what is told of one remediation', () => {
  it('is what changed, how long each part took, by whose word, under which policy, and how to take it back', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.endSchedule(1);
    bench.alertmanager.fire(schedulePastEnd(id), bench.clock.now());
    bench.clock.advance(7_000);
    await bench.deliver([{ labels: schedulePastEnd(id) }]);
    await bench.until('it is repaired', fixed(bench));
    const told = await bench.get('/api/v1/remediations/r1');
    assert.deepEqual(told['changes'], [{ field: 'is_active', before: true, after: false }]);
    const phases = told['phases_seconds'] as Record<string, number>;
    assert.deepEqual(Object.keys(phases), ['alert', 'decide', 'act', 'verify']);
    assert.ok((phases['verify'] ?? 0) >= 5, 'it settles first');
    assert.equal(told['actor'], 'machine');
    assert.match(String(told['policy_hash']), /^[0-9a-f]{64}$/);
    assert.equal(told['policy_in_force'], true);
    assert.deepEqual(told['undo'], {
      command: 'vizora-ops undo r1',
      means: 'the schedule is switched on again',
    });
    assert.deepEqual(told['undoings'], []);
    const episode = told['episode'] as Json;
    assert.deepEqual([episode['id'], episode['closed_at'], episode['attempts']], [1, null, ['r1']]);
    assert.match(String((told['decision'] as Json)['id']), /^d\d+$/);
    assert.equal((await fetch(`${bench.url}/api/v1/remediations/r99`)).status, 404);
  });

  it('measures from the moment when the alert began, and when a webhook first brought it', async (t) => {
    const bench = await startBench(t, { remediator: { reconcile_interval: '1h' } });
    await bench.pass(1_000);
    bench.world.hang(2);
    const began = bench.clock.now();
    bench.alertmanager.fire(serviceDown('realtime'), began);
    bench.clock.advance(7_000);
    const labels = serviceDown('realtime');
    const answer = bench.deliver([{ labels }]);
    await answer;
    await bench.until('it is repaired', fixed(bench));
    const told = await bench.get('/api/v1/remediations/r1');
    const at = (name: string) => Date.parse(String(told[name]));
    const phases = told['phases_seconds'] as Record<string, number>;
    assert.equal(at('alerted_at'), began + 7_000);
    assert.equal(phases['decide'], (at('intent_at') - at('alerted_at')) / 1_000);
    assert.equal(phases['act'], (at('executed_at') - at('intent_at')) / 1_000);
    assert.equal(phases['verify'], (at('finished_at') - at('executed_at')) / 1_000);
  });

  it('says when the policy was changed since, and what became of a wish to take it back', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.endSchedule(1);
    await bench.alert(schedulePastEnd(id));
    await bench.until('it is repaired', fixed(bench));
    assert.equal((await bench.post('/api/v1/remediations/r1/undo')).status, 200);
    await bench.kill();
    const other = { actions: { deactivate_schedule: { attempts: 1 } } };
    const later = await startBench(t, { after: bench, remediator: other });
    const told = await later.get('/api/v1/remediations/r1');
    assert.equal(told['policy_in_force'], false);
    const [undoing] = told['undoings'] as Json[];
    assert.deepEqual(
      [undoing?.['by'], undoing?.['result']],
      ['operator', 'done: the schedule is switched on again'],
    );
  });

  it('names the person who approved it', async (t) => {
    const bench = await startBench(t, { remediator: { mode: 'approve' } });
    bench.world.hang(2);
    await bench.alert(serviceDown('realtime'));
    const proposals = async () => (await bench.get('/api/v1/proposals'))['proposals'] as Json[];
    await bench.until('a person is asked', async () => (await proposals()).length > 0);
    const [asked] = await proposals();
    await bench.post('/api/v1/proposals/p1/approve', { hash: asked?.['hash'] });
    await bench.until('it is repaired', fixed(bench));
    const told = await bench.get('/api/v1/remediations/r1');
    assert.deepEqual([told['actor'], told['undo']], ['operator, p1', null]);
  });
});

describe('changes', () => {
  it('are of the fields that were named beforehand, whatever else was seen afterwards', () => {
    const before = { active: true, workers: [{ pid: 1 }, { pid: 2 }], note: null };
    const after = { active: false, workers: [{ pid: 1, token: 'x' }, { pid: 3 }], secret: 'x' };
    assert.deepEqual(changesBetween(before, after), [
      { field: 'active', before: true, after: false },
      { field: 'workers.1.pid', before: 2, after: 3 },
    ]);
    assert.deepEqual(changesBetween(before, null), []);
    assert.deepEqual(changesBetween({ workers: [1, 2] }, { workers: [1] }), [
      { field: 'workers.1', before: 2, after: null },
    ]);
  });
});

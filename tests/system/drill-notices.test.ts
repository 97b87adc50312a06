import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../../core/clock.ts';
import { type FaultName, runDrill } from '../../sandbox/drill/run-drill.ts';
import { withStack } from './with-stack.ts';

const PATIENCE = { act: 45_000, verify: 20_000, step: 500 };
const drill = (stack: Parameters<typeof runDrill>[0]['stack'], only: FaultName[]) =>
  runDrill({ stack, clock: systemClock, only, patience: PATIENCE, say: () => undefined });

test('the drill fails when the remediator is not there', async () => {
  await withStack({ without: ['remediator'] }, async ({ stack }) => {
    const report = await drill(stack, ['schedule']);
    assert.equal(report.ok, false);
    assert.equal(report.faults[0]?.outcome, 'nothing was done');
  });
});

test('the drill fails when the actions do nothing but claim success', async () => {
  const remediatorEntry = join(import.meta.dirname, 'inert-remediator.ts');
  await withStack({ remediatorEntry }, async ({ stack, remediator }) => {
    const report = await drill(stack, ['schedule']);
    assert.equal(report.ok, false);
    assert.equal(report.faults[0]?.outcome, 'nothing was done');
    const answer = await remediator('/api/v1/remediations?limit=10');
    const { remediations } = (await answer.json()) as { remediations: { outcome: string | null }[] };
    assert(remediations.length > 0, 'the remediator did run its actions');
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Bench, scheduleOrphaned, startBench } from '../bench.test-support.ts';
import { displayId } from '../world/fake-displays.test-support.ts';
import { scheduleId } from '../world/fake-world.test-support.ts';

const NO_DISPLAY = displayId(404);
const asked = ({ world }: Bench) => world.reads.filter((read) => read === `display ${NO_DISPLAY}`).length;
const ended = (bench: Bench) =>
  bench.until('it is over', async () => (await bench.remediations())[0]?.['outcome'] != null);
const outcome = async (bench: Bench) => (await bench.remediations())[0]?.['outcome'];
const put = (bench: Bench, id: string, special: object) =>
  Object.assign(bench.world.schedules.get(id) ?? assert.fail(), special);

describe('deactivate_schedule of an orphan', () => {
  it('switches off a schedule whose display says twice, and once more before the act, that it is not there', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.orphanSchedule(1);
    let askedBefore = 0;
    bench.world.onAct = () => {
      askedBefore = asked(bench);
    };
    await bench.alert(scheduleOrphaned(id));
    await ended(bench);
    assert.equal(await outcome(bench), 'fixed');
    assert.deepEqual(bench.world.acts, [{ verb: 'setScheduleActive', on: id, value: false }]);
    assert.equal(askedBefore, 3);
    assert.equal(asked(bench), 3, 'a schedule that is off needs no display');
  });

  it('is taken back on the word of a person, and not done again', async (t) => {
    const bench = await startBench(t);
    const id = bench.world.orphanSchedule(1);
    await bench.alert(scheduleOrphaned(id));
    await ended(bench);
    assert.equal((await bench.post('/api/v1/remediations/r1/undo')).status, 200);
    await bench.pass(600_000);
    assert.deepEqual(
      bench.world.acts.map(({ value }) => value),
      [false, true],
    );
  });

  it('is not fixed when the platform took it and changed nothing', async (t) => {
    const bench = await startBench(t, { remediator: { actions: { deactivate_schedule: { attempts: 1 } } } });
    bench.world.lies = true;
    await bench.alert(scheduleOrphaned(bench.world.orphanSchedule(1)));
    await ended(bench);
    assert.equal(await outcome(bench), 'not_fixed');
    assert.equal((await bench.metrics()).match(/^vizora_remediation_escalated\{.*\} 1$/gm)?.length, 1);
  });

  const left: [string, (bench: Bench, id: string) => void, string][] = [
    ['its display is there', (bench, id) => put(bench, id, { displayId: displayId(3) }), 'already_good'],
    [
      'its display is there by the second answer',
      ({ world }) => {
        world.fleet.onRead = () => {
          world.fleet.displays.set(NO_DISPLAY, world.fleet.get(3));
        };
      },
      'already_good',
    ],
    [
      'its display cannot be asked for',
      ({ world }) => {
        world.onRead = () => {
          world.fleet.unreadable = true;
        };
      },
      'evidence_unknown',
    ],
    ['it aims at a group', (bench, id) => put(bench, id, { displayId: null }), 'already_good'],
    ['it is inactive', (bench, id) => put(bench, id, { isActive: false }), 'already_good'],
    ['it has ended', ({ world }) => world.endSchedule(1), 'already_good'],
    ['it is gone', ({ world }) => world.schedules.delete(scheduleId(1)), 'target_unknown'],
  ];
  for (const [when, arrange, reason] of left) {
    it(`leaves a schedule alone when ${when}`, async (t) => {
      const bench = await startBench(t);
      const id = bench.world.orphanSchedule(1);
      arrange(bench, id);
      await bench.alert(scheduleOrphaned(id));
      await bench.until('it was decided', async () => (await bench.decisions()).length > 0);
      assert.equal((await bench.decisions())[0]?.['reason'], reason);
      assert.deepEqual(bench.world.acts, []);
    });
  }

  it('does nothing when the schedule was changed, or its display came, after the evidence', async (t) => {
    for (const change of [
      (bench: Bench, id: string) => put(bench, id, { updatedAt: '2026-11-22T13:00:00.000Z' }),
      (bench: Bench) => bench.world.fleet.displays.set(NO_DISPLAY, bench.world.fleet.get(3)),
    ]) {
      const bench = await startBench(t);
      const id = bench.world.orphanSchedule(1);
      bench.world.fleet.onRead = () => {
        if (asked(bench) === 2) change(bench, id);
      };
      await bench.alert(scheduleOrphaned(id));
      await ended(bench);
      assert.equal(await outcome(bench), 'skipped');
      assert.deepEqual(bench.world.acts, []);
    }
  });
});

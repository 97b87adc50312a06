import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dailySchedule } from '../../core/daily-schedule.ts';
import type { TestOutcome, WayTested } from '../../core/delivery-test/test-delivery.ts';
import type { Way } from '../../core/delivery-test/ways.ts';
import { createLog } from '../../core/log.ts';
import type { Notes } from '../notes.ts';
import { remembered } from '../reporting/remembered.ts';
import { manualClock, memoryNotes } from '../reporting/reporting.test-support.ts';
import { deliveryTestFamilies } from './delivery-test-families.ts';
import { createDeliveryTester, DeliveryTestNote, untested } from './delivery-tester.ts';

const HOUR = 3_600_000;
const at = (time: string) => Date.parse(`2026-11-${time}Z`);

/** A process that tests Slack and email at nine, with what becomes of each way from two Alertmanagers. */
function start(clock: ReturnType<typeof manualClock>, notes: Notes = memoryNotes()) {
  const asked: (readonly Way[])[] = [];
  const becomes: Partial<Record<Way, readonly TestOutcome[]>> = {};
  const tester = createDeliveryTester({
    note: remembered<DeliveryTestNote>({
      notes,
      topic: 'delivery_test',
      schema: DeliveryTestNote,
      initial: untested(clock.now()),
      onFailure: (error) => assert.fail(String(error)),
    }),
    schedule: dailySchedule('09:00', 'Etc/UTC'),
    ways: ['slack', 'email'],
    async test(ways) {
      asked.push(ways);
      return ways.flatMap((way) =>
        (becomes[way] ?? ['delivered', 'delivered']).map(
          (outcome, i): WayTested => ({ alertmanager: `http://a${i}`, way, outcome, detail: '' }),
        ),
      );
    },
    clock,
    log: createLog('test', 'silent'),
  });
  return { tester, asked, becomes, notes };
}

describe('the daily delivery test', () => {
  it('is made once a day, first when its time comes', async () => {
    const clock = manualClock(at('25T09:30:00'));
    const { tester, asked } = start(clock);
    for (const [time, count] of [
      ['25T09:30:00', 0],
      ['26T08:59:59', 0],
      ['26T09:00:00', 1],
      ['26T09:01:00', 1],
      ['27T08:59:59', 1],
      ['27T09:00:00', 2],
    ] as const) {
      clock.at = at(time);
      await tester.testIfDue();
      assert.equal(asked.length, count, time);
    }
    assert.deepEqual(asked[0], ['slack', 'email']);
  });

  it('is made up for after a start, and not made again after another', async () => {
    const clock = manualClock(at('25T08:00:00'));
    const { notes } = start(clock);
    clock.at = at('25T11:00:00');
    const second = start(clock, notes);
    await second.tester.testIfDue();
    const third = start(clock, notes);
    await third.tester.testIfDue();
    assert.deepEqual([second.asked.length, third.asked.length], [1, 0]);
    assert.deepEqual(third.tester.view(), {
      delivered: { slack: true, email: true },
      testedAt: at('25T11:00:00'),
    });
  });

  it('tries again each hour what did not get through from every Alertmanager, and bothers nobody else', async () => {
    const clock = manualClock(at('25T08:00:00'));
    const { tester, asked, becomes } = start(clock);
    becomes.slack = ['delivered', 'failed'];
    clock.at = at('25T09:00:00');
    await tester.testIfDue();
    assert.deepEqual(tester.view().delivered, { slack: false, email: true });
    clock.at += HOUR - 1;
    await tester.testIfDue();
    assert.equal(asked.length, 1);
    clock.at += 1;
    becomes.slack = ['delivered', 'delivered'];
    await tester.testIfDue();
    assert.deepEqual(asked.slice(1), [['slack']]);
    assert.deepEqual(tester.view(), {
      delivered: { slack: true, email: true },
      testedAt: at('25T09:00:00'),
    });
  });

  for (const outcome of ['unknown', 'held'] as const) {
    it(`knows nothing of a way of which it is ${outcome}, and tries that again`, async () => {
      const clock = manualClock(at('25T08:00:00'));
      const { tester, asked, becomes } = start(clock);
      becomes.email = ['delivered', outcome];
      clock.at = at('25T09:00:00');
      await tester.testIfDue();
      assert.deepEqual(tester.view().delivered, { slack: true });
      clock.at += HOUR;
      await tester.testIfDue();
      assert.deepEqual(asked.slice(1), [['email']]);
    });
  }

  it('keeps a failure that is known while nothing new can be told', async () => {
    const clock = manualClock(at('25T08:00:00'));
    const { tester, becomes } = start(clock);
    becomes.email = ['not_tried'];
    clock.at = at('25T09:00:00');
    await tester.testIfDue();
    becomes.email = ['unknown'];
    clock.at += HOUR;
    await tester.testIfDue();
    assert.equal(tester.view().delivered.email, false);
  });

  it('is shown by the way, and not at all where none is configured', () => {
    const families = deliveryTestFamilies({ delivered: { slack: true, email: false }, testedAt: 1_500 });
    assert.deepEqual(
      families.flatMap(({ lines }) => lines),
      [
        'vizora_notification_test_delivered{way="slack"} 1',
        'vizora_notification_test_delivered{way="email"} 0',
        'vizora_notification_test_timestamp_seconds 1.5',
      ],
    );
    assert.deepEqual(
      deliveryTestFamilies(null).flatMap(({ lines }) => lines),
      [],
    );
  });
});

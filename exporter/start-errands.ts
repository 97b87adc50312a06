import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { DeliveryTester } from './delivery-test/delivery-tester.ts';
import { KNOWN_ORGANISATIONS_INTERVAL_MS, type KnownOrganisationsReader } from './known-organisations.ts';
import { SELF_CHECK_TICK_MS, type SelfCheck } from './self-check/self-check.ts';
import { startTimetable, type Timetable, type TimetableEntry } from './timetable.ts';

export interface ErrandOptions {
  readonly selfCheck: Pick<SelfCheck, 'lookIfDue'>;
  /** Null where no super admin is configured. */
  readonly known: Pick<KnownOrganisationsReader, 'look'> | null;
  /** Null where no daily test is configured. */
  readonly deliveryTester: Pick<DeliveryTester, 'testIfDue'> | null;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

/** How often it is asked whether it is time for a delivery test. */
const DELIVERY_TEST_TICK_MS = 60_000;

/** What is looked at now and then besides what the agents look at, on a timetable of its own. */
export function startErrands(options: ErrandOptions): Timetable {
  const { selfCheck, known, deliveryTester, clock, random, log } = options;
  const entries: TimetableEntry[] = [
    { name: 'self-check', intervalMs: SELF_CHECK_TICK_MS, run: selfCheck.lookIfDue },
  ];
  if (known !== null) {
    entries.push({
      name: 'known-organisations',
      intervalMs: KNOWN_ORGANISATIONS_INTERVAL_MS,
      run: known.look,
    });
  }
  if (deliveryTester !== null) {
    const intervalMs = DELIVERY_TEST_TICK_MS;
    entries.push({ name: 'delivery-test', intervalMs, run: deliveryTester.testIfDue });
  }
  return startTimetable(entries, {
    clock,
    random,
    onSkip: (errand) => log.warn({ errand }, 'errand skipped, the one before has not ended'),
    onError: (errand, error) => log.error({ errand, err: error }, 'errand broke off'),
  });
}

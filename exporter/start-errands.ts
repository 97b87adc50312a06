import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { KNOWN_ORGANISATIONS_INTERVAL_MS, type KnownOrganisationsReader } from './known-organisations.ts';
import { SELF_CHECK_TICK_MS, type SelfCheck } from './self-check/self-check.ts';
import { startTimetable, type Timetable, type TimetableEntry } from './timetable.ts';

export interface ErrandOptions {
  readonly selfCheck: Pick<SelfCheck, 'lookIfDue'>;
  /** Null where no super admin is configured. */
  readonly known: Pick<KnownOrganisationsReader, 'look'> | null;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

/** What is looked at now and then besides what the agents look at, on a timetable of its own. */
export function startErrands({ selfCheck, known, clock, random, log }: ErrandOptions): Timetable {
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
  return startTimetable(entries, {
    clock,
    random,
    onSkip: (errand) => log.warn({ errand }, 'errand skipped, the one before has not ended'),
    onError: (errand, error) => log.error({ errand, err: error }, 'errand broke off'),
  });
}

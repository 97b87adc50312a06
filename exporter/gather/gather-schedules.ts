import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { VizoraError } from '../../core/vizora/errors.ts';
import type { Scan } from '../../core/vizora/scan.ts';
import type { Schedule } from '../../core/vizora/schedule.ts';
import type { OrganisationScan } from '../snapshot.ts';
import type { WatchedOrganisation } from '../watched-organisation.ts';

export interface ScheduleGatherOptions {
  readonly organisations: readonly WatchedOrganisation[];
  readonly clock: Clock;
  readonly log: Log;
}

/** From so many on, a list that is suddenly empty is read a second time before it is believed. */
const MANY = 5;

/** Reads the schedules of all organisations at once; trouble with one never touches the others. */
export function gatherSchedules({ organisations, clock, log }: ScheduleGatherOptions) {
  const lastTotals = new Map<WatchedOrganisation, number>();
  const said = new Map<WatchedOrganisation, string | null>();

  /** Once, not at each look. */
  function say(organisation: WatchedOrganisation, scan: Scan<Schedule>): void {
    const reason = scan.complete ? null : scan.reason;
    const before = said.get(organisation) ?? null;
    said.set(organisation, reason);
    if (reason === before) return;
    const org = organisation.slug();
    if (scan.complete) log.info({ org }, 'schedules are read whole again');
    else log.warn({ org, reason, detail: scan.detail }, 'schedules were not read whole');
  }

  async function scanOf(organisation: WatchedOrganisation): Promise<Scan<Schedule>> {
    try {
      await organisation.learnSlug();
      return notSuddenlyEmpty(organisation, await organisation.api.listSchedules());
    } catch (error) {
      const reason = error instanceof VizoraError ? error.kind : 'unexpected_shape';
      const detail = error instanceof Error ? error.message : String(error);
      if (!(error instanceof VizoraError)) log.error({ err: error, org: organisation.slug() }, 'scan failed');
      return { complete: false, reason, detail, items: [], at: clock.now() };
    }
  }

  /** An answer whose shape has changed can look like an organisation that has nothing. */
  function notSuddenlyEmpty(organisation: WatchedOrganisation, scan: Scan<Schedule>): Scan<Schedule> {
    if (!scan.complete) return scan;
    const before = lastTotals.get(organisation) ?? 0;
    lastTotals.set(organisation, scan.total);
    if (scan.total > 0 || before < MANY) return scan;
    const detail = `0 where there were ${before}; believed when the next look says so too`;
    return { complete: false, reason: 'missing_items', detail, items: [], at: scan.at };
  }

  return async (): Promise<OrganisationScan<Schedule>[]> =>
    Promise.all(
      organisations.map(async (organisation) => {
        const scan = await scanOf(organisation);
        say(organisation, scan);
        return { org: organisation.slug(), scan };
      }),
    );
}

import { Cron } from 'croner';
import type { LoadedConfig } from '../../core/config/load.ts';
import type { Ledger } from '../ledger/ledger.ts';

export const MAINTENANCE_SOURCES = ['announced', 'window'] as const;

export interface MaintenanceInForce {
  readonly source: (typeof MAINTENANCE_SOURCES)[number];
  readonly reason: string;
  /** ms since the epoch. */
  readonly until: number;
}

export interface MaintenanceParts {
  readonly ledger: Pick<Ledger, 'maintenances'>;
  readonly windows: LoadedConfig['remediator']['maintenance_windows'];
  /** In which windows are meant; undefined for the host's. */
  readonly timezone: string | undefined;
}

/** Every maintenance there is now: what people announced, and windows that are open. Each alone is enough. */
export function maintenanceInForce(
  { ledger, windows, timezone }: MaintenanceParts,
  now: number,
): MaintenanceInForce[] {
  const announced = ledger.maintenances
    .active(now)
    .map(({ reason, until }): MaintenanceInForce => ({ source: 'announced', reason, until }));
  const open = windows.flatMap((window): MaintenanceInForce[] => {
    const job = new Cron(window.starts, { paused: true, ...(timezone === undefined ? {} : { timezone }) });
    // The moment itself belongs to the window.
    const [begun] = job.previousRuns(1, new Date(now + 1));
    const until = begun === undefined ? Number.NEGATIVE_INFINITY : begun.getTime() + window.for;
    return until > now ? [{ source: 'window', reason: `the window "${window.starts}"`, until }] : [];
  });
  return [...announced, ...open];
}

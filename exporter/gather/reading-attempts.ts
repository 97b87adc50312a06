import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { VizoraError, type VizoraErrorKind } from '../../core/vizora/errors.ts';
import type { WatchedOrganisation } from '../watched-organisation.ts';
import type { Turn } from './read-fairly.ts';
import type { RouteAllowance } from './route-allowance.ts';

/** What goes wrong while the details of one organisation are read, and what follows from it. */
export interface ReadingAttempts {
  /** When something could last not be read, by its id, in ms since the epoch: it waits until others had their turn. */
  readonly failedAt: ReadonlyMap<string, number>;
  /** A new look has a new try; what is not there any more is forgotten. */
  beginLook(there: { has(id: string): boolean }): void;
  /** Is nothing more asked of this organisation in this look? */
  givenUp(): boolean;
  /** A reading that may fail; it resolves to false when the platform has no such thing. */
  turn(id: string, allowance: RouteAllowance, read: () => Promise<boolean>): Turn;
}

/** Trouble with one thing, as long as it is not with several in a row. */
const OF_ONE_THING: readonly VizoraErrorKind[] = ['rejected', 'server_error', 'unexpected_shape'];
const MOST_IN_A_ROW = 3;
/** Trouble that everybody has who asks this route now. */
const OF_THE_ROUTE: readonly VizoraErrorKind[] = ['budget_exhausted', 'rate_limited'];

export function readingAttempts(
  organisation: WatchedOrganisation,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): ReadingAttempts {
  const failedAt = new Map<string, number>();
  let inARow = 0;
  let givenUp = false;

  /** @returns whether to go on with this organisation */
  function fail(id: string, allowance: RouteAllowance, error: unknown): boolean {
    const subject = { err: error, org: organisation.slug(), id };
    if (!(error instanceof VizoraError)) {
      // A fault of our own: it must not touch the other organisations.
      log.error(subject, 'details could not be read');
      givenUp = true;
    } else if (OF_THE_ROUTE.includes(error.kind) && error.route === allowance.route) {
      allowance.close();
      return false;
    } else {
      if (!failedAt.has(id)) log.warn({ ...subject, reason: error.kind }, 'details could not be read');
      inARow += 1;
      givenUp = !OF_ONE_THING.includes(error.kind) || inARow >= MOST_IN_A_ROW;
    }
    failedAt.set(id, clock.now());
    return !givenUp;
  }

  return {
    failedAt,
    givenUp: () => givenUp,
    beginLook(there) {
      inARow = 0;
      givenUp = false;
      for (const id of failedAt.keys()) if (!there.has(id)) failedAt.delete(id);
    },
    turn: (id, allowance, read) => async () => {
      try {
        if (await read()) failedAt.delete(id);
        else failedAt.set(id, clock.now());
        inARow = 0;
        return true;
      } catch (error) {
        return fail(id, allowance, error);
      }
    },
  };
}

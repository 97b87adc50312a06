import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { VizoraError } from '../core/vizora/errors.ts';
import type { KnownOrganisation } from '../core/vizora/known-organisation.ts';
import type { OrganisationApi } from '../core/vizora/organisation.ts';
import type { SessionState } from '../core/vizora/session.ts';
import type { WatchedOrganisation } from './watched-organisation.ts';

/** The organisations that the platform said it has, and when, in ms since the epoch. */
export interface KnownOrganisations {
  readonly organisations: readonly KnownOrganisation[];
  readonly at: number;
}

export interface KnownOrganisationsReader {
  /** Asks the platform; when it cannot tell, what it told last is kept with its time. */
  look(): Promise<void>;
  /** Null until it has told. */
  last(): KnownOrganisations | null;
  /** Of the super admin's account. */
  state(): SessionState;
}

/** Few come and go, and the list of all of them is read with one account. */
export const KNOWN_ORGANISATIONS_INTERVAL_MS = 15 * 60_000;

/** Reads which organisations there are, as a super admin. */
export function readKnownOrganisations(options: {
  readonly admin: Pick<OrganisationApi, 'listOrganisations' | 'state'>;
  /** Those that are looked at: which they are must be known, to tell the others. */
  readonly watched: readonly WatchedOrganisation[];
  readonly clock: Clock;
  readonly log: Log;
}): KnownOrganisationsReader {
  const { admin, watched, clock, log } = options;
  let last: KnownOrganisations | null = null;
  let said: string | null = null;

  function say(reason: string | null, detail?: string): void {
    if (reason === said) return;
    said = reason;
    if (reason === null) log.info('which organisations there are is known again');
    else log.warn({ reason, detail }, 'the platform did not tell which organisations there are');
  }

  return {
    async look() {
      await Promise.all(watched.map(learned));
      const scan = await admin.listOrganisations();
      if (scan.complete) last = { organisations: scan.items, at: clock.now() };
      say(scan.complete ? null : scan.reason, scan.complete ? undefined : scan.detail);
    },
    last: () => last,
    state: admin.state,
  };
}

/** Trouble with an account is told where its organisation is read. */
async function learned(organisation: WatchedOrganisation): Promise<void> {
  try {
    await organisation.learnSlug();
  } catch (error) {
    if (!(error instanceof VizoraError)) throw error;
  }
}

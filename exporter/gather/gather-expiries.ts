import { factsOf } from '../../core/checks/content-facts.ts';
import type { Clock } from '../../core/clock.ts';
import type { Content } from '../../core/vizora/content.ts';
import type { ContentExpiries, OrganisationDetails, OrganisationScan } from '../snapshot.ts';
import type { SharedReading } from './shared-reading.ts';

export interface ExpiryGatherOptions {
  readonly details: SharedReading<readonly OrganisationDetails[]>;
  readonly contents: SharedReading<readonly OrganisationScan<Content>[]>;
  /** Between two readings of the details by the agent whose they are, in ms. */
  intervalMs(): number;
  readonly clock: Clock;
}

/** Of the interval of the details: an agent that is later than this does not read them at all. */
const OVERDUE_IN_INTERVALS = 2;

/**
 * When contents expire, for agents that look oftener than details are read, which can take minutes: what is known by
 * now is taken as it is, and read only where nobody has read it yet, or the agent whose they are does not.
 */
export function gatherExpiries({ details, contents, intervalMs, clock }: ExpiryGatherOptions) {
  function isKept(): boolean {
    const at = details.lastAt();
    if (at === null || contents.last() === null) return false;
    const age = clock.now() - at;
    return age >= 0 && age < OVERDUE_IN_INTERVALS * intervalMs();
  }

  return async (): Promise<readonly ContentExpiries[]> => {
    if (!isKept()) await Promise.all([details.read(), contents.read()]);
    const listed = contents.last() ?? [];
    return (details.last() ?? []).map((known) => expiriesOf(known, listed, clock.now()));
  };
}

function expiriesOf(
  { org, known }: OrganisationDetails,
  listed: readonly OrganisationScan<Content>[],
  now: number,
): ContentExpiries {
  const scan = listed.find((list) => list.org === org)?.scan;
  const rows = new Map(scan?.items.map((content) => [content.id, content]));
  /** Somebody may have put it off since the list was read, of which the row would tell. */
  const mayBePutOff = (expiry: string | null | undefined) => {
    const at = Date.parse(expiry ?? '');
    return at <= now && at > (scan?.at ?? 0);
  };
  return {
    org,
    expiresAt(contentId) {
      const row = rows.get(contentId);
      const expiry = row === undefined ? undefined : factsOf(row, known)?.expiresAt;
      return mayBePutOff(expiry) ? undefined : expiry;
    },
  };
}

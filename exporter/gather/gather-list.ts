import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { VizoraError } from '../../core/vizora/errors.ts';
import type { OrganisationApi } from '../../core/vizora/organisation.ts';
import { PAGE_LIMIT } from '../../core/vizora/page.ts';
import type { Scan } from '../../core/vizora/scan.ts';
import type { ListSection, OrganisationScan } from '../snapshot.ts';
import type { WatchedOrganisation } from '../watched-organisation.ts';

export interface ListGatherOptions<T> {
  readonly section: ListSection;
  readonly organisations: readonly WatchedOrganisation[];
  list(api: OrganisationApi): Promise<Scan<T>>;
  /** Reads one item by its id; null where no route does that. */
  readonly find: ((api: OrganisationApi, id: string) => Promise<T | null>) | null;
  readonly clock: Clock;
  readonly log: Log;
}

/** How much of a list was seen, for metrics. */
export interface ListCoverage {
  readonly section: ListSection;
  readonly org: string;
  readonly complete: boolean;
  readonly seen: number;
  /** How many there are, as the platform said when the list was last read whole; null before. */
  readonly total: number | null;
  readonly durationMs: number;
  /** When it was last read whole, in ms since the epoch; null before. */
  readonly lastCompleteAt: number | null;
}

export interface ListGather<T> {
  read(): Promise<readonly OrganisationScan<T>[]>;
  coverage(): readonly ListCoverage[];
  /** How many requests one reading of all organisations takes. */
  requests(): number;
}

/** So many ids that are gone are each looked up; more are believed when two readings in a row say so. */
const LOOKED_UP = 50;

/** Reads one kind of list of all organisations at once; trouble with one never touches the others. */
export function gatherList<T extends { readonly id: string }>(options: ListGatherOptions<T>): ListGather<T> {
  const { section, organisations, clock, log } = options;
  const readers = organisations.map((organisation) => readerOf(organisation, options));
  return {
    read: () =>
      Promise.all(
        readers.map(async (reader) => {
          try {
            return await reader.read();
          } catch (error) {
            // Only a fault of our own gets here; what happens outside is a scan that says so.
            log.error({ err: error, section, org: reader.org() }, 'list could not be read');
            return { org: reader.org(), scan: failed<T>('unexpected_shape', error, clock.now()) };
          }
        }),
      ),
    coverage: () => readers.flatMap((reader) => reader.coverage() ?? []),
    requests: () => readers.reduce((sum, reader) => sum + reader.requests(), 0),
  };
}

function readerOf<T extends { readonly id: string }>(
  organisation: WatchedOrganisation,
  { section, list, find, clock, log }: ListGatherOptions<T>,
) {
  const org = () => organisation.slug();
  let known: ReadonlySet<string> = new Set();
  let doubted: ReadonlySet<string> = new Set();
  let said: string | null = null;
  let coverage: ListCoverage | null = null;

  async function scanOf(): Promise<Scan<T>> {
    try {
      await organisation.learnSlug();
      const scan = await list(organisation.api);
      return scan.complete ? await withoutFalseGaps(scan) : scan;
    } catch (error) {
      if (!(error instanceof VizoraError)) throw error;
      return failed(error.kind, error, clock.now());
    }
  }

  /**
   * Absence from a list proves little: a row that comes while another goes can hide a third from a walk that counts
   * right, and an answer whose shape has changed can look like an organisation that has nothing.
   */
  async function withoutFalseGaps(scan: Extract<Scan<T>, { complete: true }>): Promise<Scan<T>> {
    const listed = new Set(scan.items.map(({ id }) => id));
    const gone = [...known].filter((id) => !listed.has(id));
    const fresh = gone.filter((id) => !doubted.has(id));
    if (fresh.length === 0) return accept(scan, scan.items);
    if (find === null || fresh.length > LOOKED_UP) {
      doubted = new Set(gone);
      const detail = `${fresh.length} are gone that were there; believed when the next reading says so too`;
      return { complete: false, reason: 'missing_items', detail, items: scan.items, at: scan.at };
    }
    const found = await Promise.all(fresh.map((id) => find(organisation.api, id)));
    return accept(scan, [...scan.items, ...found.filter((item) => item !== null)]);
  }

  function accept(scan: Extract<Scan<T>, { complete: true }>, items: readonly T[]): Scan<T> {
    known = new Set(items.map(({ id }) => id));
    doubted = new Set();
    return { ...scan, items, total: items.length };
  }

  /** Once, not at each reading. */
  function say(scan: Scan<T>): void {
    const reason = scan.complete ? null : scan.reason;
    const before = said;
    said = reason;
    if (reason === before) return;
    if (scan.complete) log.info({ org: org(), section }, 'list is read whole again');
    else log.warn({ org: org(), section, reason, detail: scan.detail }, 'list was not read whole');
  }

  return {
    org,
    async read(): Promise<OrganisationScan<T>> {
      const startedAt = clock.now();
      const scan = await scanOf();
      say(scan);
      coverage = {
        section,
        org: org(),
        complete: scan.complete,
        seen: scan.items.length,
        total: scan.complete ? scan.total : (coverage?.total ?? null),
        durationMs: clock.now() - startedAt,
        lastCompleteAt: scan.complete ? scan.at : (coverage?.lastCompleteAt ?? null),
      };
      return { org: org(), scan };
    },
    coverage: () => coverage,
    requests: () => Math.max(1, Math.ceil((coverage?.total ?? 0) / PAGE_LIMIT)),
  };
}

function failed<T>(reason: VizoraError['kind'], error: unknown, at: number): Scan<T> {
  const detail = error instanceof Error ? error.message : String(error);
  return { complete: false, reason, detail, items: [], at };
}

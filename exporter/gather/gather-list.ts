import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { VizoraError } from '../../core/vizora/errors.ts';
import type { OrganisationApi } from '../../core/vizora/organisation.ts';
import { PAGE_LIMIT } from '../../core/vizora/page.ts';
import type { Scan, ScanFailure } from '../../core/vizora/scan.ts';
import type { ListSection, OrganisationScan } from '../snapshot.ts';
import type { WatchedOrganisation } from '../watched-organisation.ts';
import { sharedReading } from './shared-reading.ts';

export interface ListGatherOptions<T> {
  readonly section: ListSection;
  readonly organisations: readonly WatchedOrganisation[];
  list(api: OrganisationApi): Promise<Scan<T>>;
  /** Reads one item by its id; null where no route does that. */
  readonly find: ((api: OrganisationApi, id: string) => Promise<T | null>) | null;
  readonly remembered?: Remembered;
  /** For how long, in ms, what was read of an organisation serves all who ask; default not at all. */
  freshForMs?(isWhole: boolean): number;
  readonly clock: Clock;
  readonly log: Log;
}

/** Ids that are to be in a list of an organisation, as far as is known from before. */
export type Remembered = (section: ListSection, org: string) => Iterable<string>;

/** How much of a list was seen, for metrics. */
export interface ListCoverage {
  readonly section: ListSection;
  readonly org: string;
  readonly complete: boolean;
  /** Whether the platform answered with this list at all, whole or not. */
  readonly answered: boolean;
  readonly seen: number;
  /** How many there are, as the platform said when the list was last read whole; null before. */
  readonly total: number | null;
  /** When the last reading ended, in ms since the epoch. */
  readonly at: number;
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
  const { organisations, clock, freshForMs = () => 0 } = options;
  const readers = organisations.map((organisation) => {
    const reader = readerOf(organisation, options);
    const fresh = { freshForMs: ({ scan }: OrganisationScan<T>) => freshForMs(scan.complete), clock };
    return { ...reader, read: sharedReading(reader.read, fresh).read };
  });
  return {
    read: () => Promise.all(readers.map((reader) => reader.read())),
    coverage: () => readers.flatMap((reader) => reader.coverage() ?? []),
    requests: () => readers.reduce((sum, reader) => sum + reader.requests(), 0),
  };
}

type Complete<T> = Extract<Scan<T>, { complete: true }>;

function readerOf<T extends { readonly id: string }>(
  organisation: WatchedOrganisation,
  { section, list, find, remembered = () => [], clock, log }: ListGatherOptions<T>,
) {
  const org = () => organisation.slug();
  let known: ReadonlySet<string> | null = null;
  let doubted: ReadonlySet<string> = new Set();
  let said: string | null = null;
  let coverage: ListCoverage | null = null;

  async function scanOf(): Promise<Scan<T>> {
    try {
      await organisation.learnSlug();
      const scan = await list(organisation.api);
      return scan.complete ? await withoutFalseGaps(scan) : scan;
    } catch (error) {
      if (error instanceof VizoraError) return failed(error.kind, error, clock.now());
      // A fault of our own, which must not keep the other organisations from being seen.
      log.error({ err: error, section, org: org() }, 'list could not be read');
      return failed('unexpected_shape', error, clock.now());
    }
  }

  /**
   * Absence from a list proves little: a row that comes while another goes can hide a third from a walk that counts
   * right, and an answer whose shape has changed can look like an organisation that has nothing.
   */
  async function withoutFalseGaps(scan: Complete<T>): Promise<Scan<T>> {
    const listed = new Set(scan.items.map(({ id }) => id));
    known ??= new Set(remembered(section, org()));
    const gone = [...known].filter((id) => !listed.has(id));
    const fresh = gone.filter((id) => !doubted.has(id));
    if (fresh.length === 0) return accept(scan, scan.items);
    if (find === null || fresh.length > LOOKED_UP) {
      doubted = new Set(gone);
      const detail = `${fresh.length} are gone that were there; believed when the next reading says so too`;
      return { complete: false, reason: 'missing_items', detail, items: scan.items, at: scan.at };
    }
    return lookedUp(scan, fresh, find);
  }

  /** What is found out about some is kept when others cannot be asked for, so that the next reading has fewer to ask. */
  async function lookedUp(
    scan: Complete<T>,
    gone: readonly string[],
    find: NonNullable<ListGatherOptions<T>['find']>,
  ): Promise<Scan<T>> {
    const answers = await Promise.all(
      gone.map(async (id) => {
        try {
          return { id, item: await find(organisation.api, id) };
        } catch (error) {
          if (error instanceof VizoraError) return { id, error };
          throw error;
        }
      }),
    );
    const items = [...scan.items, ...answers.flatMap(({ item }) => item ?? [])];
    const failures = answers.flatMap(({ error }) => error ?? []);
    const [first] = failures;
    if (first === undefined) return accept(scan, items);
    const confirmed = new Set(answers.filter(({ item }) => item === null).map(({ id }) => id));
    known = new Set([...(known ?? []), ...scan.items.map(({ id }) => id)].filter((id) => !confirmed.has(id)));
    // To ask again would be refused again.
    const unaskable = answers.filter(({ error }) => error?.kind === 'rejected').map(({ id }) => id);
    doubted = new Set([...doubted, ...unaskable]);
    const detail = `${failures.length} that are gone could not be looked up: ${first.message}`;
    return { complete: false, reason: first.kind, detail, items, at: scan.at };
  }

  function accept(scan: Complete<T>, items: readonly T[]): Scan<T> {
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
    async read(): Promise<OrganisationScan<T>> {
      const startedAt = clock.now();
      const scan = await scanOf();
      say(scan);
      const endedAt = clock.now();
      coverage = {
        section,
        org: org(),
        complete: scan.complete,
        answered: scan.complete || scan.items.length > 0 || COUNTED_WRONG.includes(scan.reason),
        seen: scan.items.length,
        total: scan.complete ? scan.total : (coverage?.total ?? null),
        at: endedAt,
        durationMs: endedAt - startedAt,
        lastCompleteAt: scan.complete ? scan.at : (coverage?.lastCompleteAt ?? null),
      };
      return { org: org(), scan };
    },
    coverage: () => coverage,
    // A list that never came to its end is as long as what was seen of it, at least.
    requests: () => Math.max(1, Math.ceil(Math.max(coverage?.total ?? 0, coverage?.seen ?? 0) / PAGE_LIMIT)),
  };
}

/** The pages came, and did not agree. */
const COUNTED_WRONG: readonly ScanFailure[] = ['total_moved', 'missing_items', 'surplus_items'];

function failed<T>(reason: VizoraError['kind'], error: unknown, at: number): Scan<T> {
  const detail = error instanceof Error ? error.message : String(error);
  return { complete: false, reason, detail, items: [], at };
}

import Table from 'cli-table3';
import { z } from 'zod';
import { systemClock } from '../../core/clock.ts';
import type { IncidentType } from '../../core/incidents.ts';
import type { TestExporter } from './with-exporter.ts';

/** What is in force of an incident; `none` is what never was, or ended so long ago that it is no longer shown. */
type State = 'open' | 'unverified' | 'resolved' | 'none';

/**
 * An incident, its organisation, and its target: `kind/id`, where the id of a row is its readable name, and any worker
 * of a cluster is `process/<app>:worker`.
 */
export type Expected = readonly [incident: IncidentType, org: string, target: string];

const Answer = z.object({
  incidents: z.array(
    z.object({
      incident: z.string(),
      org: z.string(),
      target_kind: z.string(),
      target_id: z.string(),
      target: z.string(),
      state: z.enum(['open', 'unverified', 'resolved']),
      detail: z.string().nullish(),
    }),
  ),
});
type Seen = z.infer<typeof Answer>['incidents'][number];

/** Their ids are made up by the platform, and say nothing to a reader. */
const ROWS: readonly string[] = ['display', 'content', 'playlist', 'schedule'];

const keyOf = (incident: string, org: string, target: string): string => `${incident}  ${org}  ${target}`;
/** PM2 numbers the workers of a cluster as they come up: `vizora-middleware:3` is one time this one, one time that. */
const WORKER = /(?<=^vizora-.*:)\d+$/;
const keyOfSeen = ({ incident, org, target_kind, target_id, target }: Seen): string =>
  keyOf(
    incident,
    org,
    `${target_kind}/${ROWS.includes(target_kind) ? target : target_id.replace(WORKER, 'worker')}`,
  );

/** What an exporter knows, by {@link keyOf}. Two targets of one name are one here, the worse of the two. */
export async function seenBy({ url }: Pick<TestExporter, 'url'>): Promise<ReadonlyMap<string, Seen>> {
  const response = await fetch(`${url}/api/v1/incidents`, {
    signal: AbortSignal.timeout(10_000),
    headers: { connection: 'close' },
  });
  const { incidents } = Answer.parse(await response.json());
  const rank = { open: 2, unverified: 1, resolved: 0 } as const;
  return new Map(
    incidents.toSorted((a, b) => rank[a.state] - rank[b.state]).map((seen) => [keyOfSeen(seen), seen]),
  );
}

/** The incident types that an exporter looks for: it counts each of them from its start. */
export async function lookedFor(exporter: Pick<TestExporter, 'metrics'>): Promise<ReadonlySet<string>> {
  const page = await exporter.metrics();
  const found = page.matchAll(/^vizora_incidents_opened_total\{[^}]*\bincident="(\w+)"/gm);
  return new Set([...found].map(([, incident = '']) => incident));
}

export interface Expectation {
  /** For the message when it does not come true. */
  readonly when: string;
  readonly open: readonly Expected[];
  /** What is held from before, as nobody can tell now. */
  readonly unverified?: readonly Expected[];
  /** What is shown as having ended. */
  readonly resolved?: readonly Expected[];
  /** What may be in any state, since it comes and goes by itself meanwhile. */
  readonly passing?: readonly Expected[];
  readonly withinMs?: number;
  /** How many looks of every agent must leave it so; default 2. A look takes its time while nobody answers it. */
  readonly looks?: number;
}

/** What an exporter sees, held against what it should see. */
export interface IncidentWatch {
  /**
   * Waits until exactly this is in force and nothing else, and stays so while every agent looks again. What was never
   * expected may not even have come and gone.
   *
   * @throws Error with a table of what was expected and what was seen
   */
  settles(expectation: Expectation): Promise<void>;
}

export function watchIncidents(exporter: TestExporter): IncidentWatch {
  /** What was expected at any time: it may be shown as having ended. */
  const known = new Set<string>();
  return {
    async settles(expectation) {
      const { when, withinMs = 60_000, looks = 2 } = expectation;
      const wanted = wantedBy(expectation, await lookedFor(exporter));
      const passing = new Set((expectation.passing ?? []).map((it) => keyOf(...it)));
      for (const key of [...wanted.keys(), ...passing]) known.add(key);
      const begun = Date.now();
      let agreedAt: ReadonlyMap<string, number> | null = null;
      for (;;) {
        const seen = await seenBy(exporter);
        const runs = await runsOf(exporter);
        const comparison = { wanted, seen, passing, known };
        if (differences(comparison).length > 0) agreedAt = null;
        else if (agreedAt === null) agreedAt = runs;
        else if (haveAllRun(agreedAt, runs, looks)) {
          console.log(
            `# ${when}: ${wanted.size} incidents after ${Math.round((Date.now() - begun) / 1_000)} s`,
          );
          return;
        }
        if (Date.now() - begun > withinMs) {
          throw new Error(`${when}: not so within ${withinMs / 1_000} s\n${tableOf(comparison)}`);
        }
        await systemClock.sleep(300);
      }
    },
  };
}

/** What is not looked for cannot be expected; that all is looked for is a test of its own. */
function wantedBy(expectation: Expectation, looked: ReadonlySet<string>): Map<string, State> {
  const wanted = new Map<string, State>();
  for (const state of ['open', 'unverified', 'resolved'] as const) {
    for (const it of expectation[state] ?? []) if (looked.has(it[0])) wanted.set(keyOf(...it), state);
  }
  return wanted;
}

/** How often each agent has looked. */
async function runsOf(exporter: TestExporter): Promise<ReadonlyMap<string, number>> {
  const page = await exporter.metrics();
  const found = page.matchAll(/^vizora_agent_runs_total\{agent="([\w-]+)"\} (\d+)/gm);
  return new Map([...found].map(([, agent = '', count]) => [agent, Number(count)]));
}

function haveAllRun(
  before: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
  looks: number,
): boolean {
  return [...before].every(([agent, count]) => (now.get(agent) ?? 0) >= count + looks);
}

const stateOf = (seen: Seen | undefined): State => seen?.state ?? 'none';

interface Comparison {
  readonly wanted: ReadonlyMap<string, State>;
  readonly seen: ReadonlyMap<string, Seen>;
  readonly passing: ReadonlySet<string>;
  readonly known: ReadonlySet<string>;
}

function differences({ wanted, seen, passing, known }: Comparison): string[] {
  return [...new Set([...wanted.keys(), ...seen.keys()])].filter((key) => {
    if (passing.has(key)) return false;
    const state = stateOf(seen.get(key));
    const expected = wanted.get(key) ?? 'none';
    return state !== expected && !(expected === 'none' && state === 'resolved' && known.has(key));
  });
}

/** First what differs. */
function tableOf(comparison: Comparison): string {
  const { wanted, seen, passing } = comparison;
  const differing = new Set(differences(comparison));
  const table = new Table({
    head: ['', 'incident  organisation  target', 'expected', 'seen', 'detail'],
    style: { head: [], border: [], compact: true },
  });
  const keys = [...new Set([...wanted.keys(), ...seen.keys()])].sort(
    (a, b) => Number(differing.has(b)) - Number(differing.has(a)) || a.localeCompare(b),
  );
  for (const key of keys) {
    const incident = seen.get(key);
    table.push([
      differing.has(key) ? '!' : '',
      key,
      passing.has(key) ? 'any' : (wanted.get(key) ?? 'none'),
      stateOf(incident),
      (incident?.detail ?? '').slice(0, 80),
    ]);
  }
  return table.toString();
}

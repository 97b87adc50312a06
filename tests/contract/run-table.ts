import type { AccountName, Api, Found, Installation } from './installation.ts';
import type { Phase, Row } from './row.ts';
import { type Bench, type Result, runRow } from './run-row.ts';
import { openLine } from './send.ts';
import { createSessions, createThings } from './things.ts';

/** In this order; each is entered once, if it has rows. */
const PHASES: readonly Phase[] = [
  'untouched',
  'all_well',
  'database_down',
  'database_back',
  'redis_blink',
  'redis_back_soon',
  'redis_down',
  'redis_back_late',
  'realtime_restarted',
];

/** All that rows need of one installation: sessions and things, found once. */
export function openBench(installation: Installation): Bench {
  let asked = 0;
  let tokenOf: (who: AccountName) => Promise<Found>;
  const api: Api = async (ask) => {
    const origin = installation.origins[ask.host];
    if (origin === undefined) throw new Error(`there is no way to ${ask.host}`);
    const headers: Record<string, string> = {};
    const address = installation.addressOf('finding things', String(asked++));
    if (address !== null) headers['x-forwarded-for'] = address;
    if (ask.as !== 'nobody') {
      const session = await tokenOf(ask.as);
      if ('missing' in session) return { status: 401, body: null };
      headers['authorization'] = `Bearer ${session.value}`;
    }
    await installation.pace(ask);
    const line = openLine(origin);
    const got = await line.send(ask, headers);
    await line.close();
    if (typeof got.status === 'string')
      throw new Error(`the connection to ${origin} answers nothing (${got.status})`);
    return {
      status: got.status,
      body: got.headers['content-type']?.includes('json') ? JSON.parse(got.text) : got.text,
    };
  };
  tokenOf = createSessions(installation, api);
  return { installation, api, tokenOf, things: createThings(installation, api, tokenOf) };
}

/**
 * Asks every row, phase by phase, several at a time.
 *
 * @param report told of each row as soon as it is judged
 */
export async function runTable(
  rows: readonly Row[],
  bench: Bench,
  options: {
    readonly atOnce: number;
    readonly report?: (result: Result) => void;
    readonly stop?: AbortSignal;
  },
): Promise<Result[]> {
  const results: Result[] = [];
  for (const phase of PHASES) {
    const now = rows.filter((row) => (row.phase ?? 'all_well') === phase);
    if (now.length === 0) continue;
    // In an outage every answer takes its time, and there is only one outage: all rows ask at once.
    const atOnce = phase === 'all_well' ? options.atOnce : now.length;
    await bench.installation.enter(phase, () => inLanes(now, atOnce, phaseStep), bench.api);
  }
  return results;

  async function phaseStep(row: Row): Promise<void> {
    options.stop?.throwIfAborted();
    const result = await runRow(row, bench);
    results.push(result);
    options.report?.(result);
  }
}

/** Runs rows of different lanes side by side, those of one lane one after another. */
async function inLanes(
  rows: readonly Row[],
  atOnce: number,
  run: (row: Row) => Promise<void>,
): Promise<void> {
  const lanes = new Map<string, Row[]>();
  for (const row of rows) {
    const lane = row.lane ?? row.says;
    lanes.set(lane, [...(lanes.get(lane) ?? []), row]);
  }
  // The slowest first, so that nothing waits for them at the end.
  const waiting = [...lanes.values()].sort((a, b) => weight(b) - weight(a));
  const worker = async () => {
    for (let lane = waiting.shift(); lane !== undefined; lane = waiting.shift())
      for (const row of lane) await run(row);
  };
  // All have ended before anything is thrown: what a row still makes would be left behind.
  const ended = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}

const weight = (rows: readonly Row[]): number =>
  rows
    .flatMap(({ steps }) => steps)
    .reduce((sum, { ask }) => sum + (ask.times ?? 1) / (ask.perSecond ?? 100) + (ask.pause ?? 0), 0);

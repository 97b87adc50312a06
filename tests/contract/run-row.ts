import { setTimeout as delay } from 'node:timers/promises';
import type { AccountName, Api, Found, Installation } from './installation.ts';
import { type Difference, type Got, judge, pick } from './judge.ts';
import type { Ask, Row, Step } from './row.ts';
import { type Line, openLine } from './send.ts';
import { fill, namesIn, Unresolved } from './template.ts';
import type { Things } from './things.ts';

export type Result =
  | { readonly row: Row; readonly verdict: 'holds'; readonly seconds: number }
  | {
      readonly row: Row;
      readonly verdict: 'differs';
      readonly seconds: number;
      readonly differences: readonly Difference[];
    }
  | { readonly row: Row; readonly verdict: 'not_checked'; readonly seconds: number; readonly reason: string };

export interface Bench {
  readonly installation: Installation;
  readonly api: Api;
  readonly things: Things;
  readonly tokenOf: (who: AccountName) => Promise<Found>;
}

/** A row cannot be asked here; the reason is for people. */
class NotChecked extends Error {}

/** How often a row is asked again that the machine was too slow for. */
const MOST_ATTEMPTS = 8;

/** Asks what a row asks, and says whether the promise holds. Throws only when the platform cannot be reached. */
export async function runRow(row: Row, bench: Bench): Promise<Result> {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1_000;
  for (const demand of row.demands ?? []) {
    const offered = bench.installation.offers(demand);
    if (offered !== true) return { row, verdict: 'not_checked', seconds: 0, reason: offered };
  }
  const deadline = started + (row.within ?? 0) * 1_000;
  try {
    for (let attempt = 1; ; attempt++) {
      const { differences, took } = await askAll(row, attempt, bench);
      const tooSlow = row.quick !== undefined && took > row.quick && attempt < MOST_ATTEMPTS;
      if (differences.length > 0 && tooSlow) continue;
      if (differences.length === 0) return { row, verdict: 'holds', seconds: seconds() };
      if (performance.now() > deadline) return { row, verdict: 'differs', seconds: seconds(), differences };
      await delay(500);
    }
  } catch (error) {
    if (error instanceof NotChecked)
      return { row, verdict: 'not_checked', seconds: seconds(), reason: error.message };
    throw error;
  }
}

async function askAll(
  row: Row,
  attempt: number,
  bench: Bench,
): Promise<{ differences: readonly Difference[]; took: number }> {
  let firstSent = Number.POSITIVE_INFINITY;
  const done = (differences: readonly Difference[]) => ({
    differences,
    took: (performance.now() - firstSent) / 1_000,
  });
  const kept = new Map<string, string>();
  const own = new Map<string, Found>();
  const lines = new Map<string, Line>();
  const given = (name: string): string => {
    const value = kept.get(name);
    if (value === undefined) throw new Unresolved(name);
    return value;
  };
  const learn = async (name: string): Promise<void> => {
    if (kept.has(name)) return;
    const found = await bench.things.find(name, own);
    if ('missing' in found) throw new NotChecked(found.missing);
    kept.set(name, found.value);
  };
  try {
    for (const [i, step] of row.steps.entries()) {
      const differences = await askStep(step);
      if (differences.length > 0)
        return done(
          row.steps.length === 1
            ? differences
            : differences.map((one) => ({ ...one, where: `step ${i + 1}: ${one.where}` })),
        );
    }
    return done([]);
  } finally {
    await Promise.all([...lines.values()].map((line) => line.close()));
  }

  async function askStep(step: Step): Promise<Difference[]> {
    const { path, headers, body } = step.ask;
    for (const name of namesIn([path, headers, body])) await learn(name);
    const ask = fill(step.ask, given);
    if (ask.pause !== undefined) await delay(ask.pause * 1_000);
    for (let i = 0; i < (ask.times ?? 1); i++) {
      const sent = performance.now();
      const got = await send(ask);
      const differences = await judgeWithNames(step, got);
      if (differences.length > 0 && got.status === 429 && bench.installation.sharesLimits)
        throw new NotChecked('a rate limit is used up already');
      keep(step, got);
      if (differences.length > 0)
        return (ask.times ?? 1) === 1
          ? differences
          : differences.map((one) => ({ ...one, where: `request ${i + 1}: ${one.where}` }));
      const rest = 1_000 / (ask.perSecond ?? Number.POSITIVE_INFINITY) - (performance.now() - sent);
      if (rest > 0) await delay(rest);
    }
    return [];
  }

  async function judgeWithNames(step: Step, got: Got): Promise<Difference[]> {
    for (;;) {
      try {
        return judge(step.answer, got, given);
      } catch (error) {
        if (!(error instanceof Unresolved)) throw error;
        await learn(error.thing);
      }
    }
  }

  async function send(ask: Ask): Promise<Got> {
    const origin = bench.installation.origins[ask.host];
    if (origin === undefined) throw new NotChecked(`there is no way to ${ask.host} here`);
    const address =
      ask.host === 'middleware' || ask.host === 'hurried'
        ? bench.installation.addressOf(`${row.says}/${attempt}`, ask.from ?? '')
        : null;
    const headers: Record<string, string> = address === null ? {} : { 'x-forwarded-for': address };
    if (ask.as !== 'nobody') headers['authorization'] = `Bearer ${await token(ask.as)}`;
    await bench.installation.pace(ask);
    firstSent = Math.min(firstSent, performance.now());
    const line = ask.fresh ? openLine(origin) : (lines.get(origin) ?? openLine(origin));
    if (!ask.fresh) lines.set(origin, line);
    const got = await line.send(ask, { ...headers, ...ask.headers });
    if (ask.fresh) await line.close();
    return got;
  }

  async function token(who: AccountName): Promise<string> {
    const session = await bench.tokenOf(who);
    if ('missing' in session) throw new NotChecked(session.missing);
    return session.value;
  }

  function keep(step: Step, got: Got): void {
    for (const [name, path] of Object.entries(step.keep ?? {})) {
      const value = pick(got, path);
      if (value !== null) kept.set(name, value);
    }
    for (const [name, kind] of Object.entries(step.makes ?? {})) {
      const id = kept.get(name);
      if (id !== undefined) bench.installation.forget(kind, id);
    }
  }
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { type Arguments, readArguments } from './arguments.ts';
import { type Case, drawnCase, fixedCase } from './cases.ts';
import { idle, uncovered } from './covered.ts';
import { findPoints } from './find-points.ts';
import { actedIn, report } from './report.ts';
import type { CaseResult } from './run-case.ts';
import { runCases } from './run-cases.ts';
import { withScratch } from './scratch.ts';

const GOOD = 0;
const VIOLATED = 1;
const USAGE = 2;
const INTERRUPTED = 130;

const kept = join(process.cwd(), '.vizora-ops', 'crash');
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  let given: Arguments;
  try {
    given = readArguments(argv);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? GOOD : USAGE;
    throw error;
  }
  return withScratch(async (scratch) => {
    const cases = await casesOf(given, scratch);
    const tell = progress(cases.length);
    const results = await runCases(cases, {
      scratch,
      kept,
      jobs: given.jobs,
      signal: stop.signal,
      onResult: tell,
    });
    const open = isWhole(given)
      ? [...uncovered(results.flatMap(({ kills }) => kills)), ...idle(actedIn(results))]
      : [];
    const seconds = performance.now() / 1_000;
    if (given.json !== undefined) {
      writeFileSync(given.json, `${JSON.stringify({ seconds, results, uncovered: open }, null, 2)}\n`);
    }
    if (stop.signal.aborted) return INTERRUPTED;
    console.log([...open, report(results, seconds, kept)].join('\n'));
    return open.length === 0 && results.every(({ violations }) => violations.length === 0) ? GOOD : VIOLATED;
  });
}

function isWhole({ run, point }: Arguments): boolean {
  return run === undefined && point === undefined;
}

async function casesOf(given: Arguments, scratch: string): Promise<Case[]> {
  const { run = [], point = [], runs, seed } = given;
  if (!isWhole(given)) return [...run.map(drawnCase), ...point.map((one) => fixedCase({ point: one }))];
  const points = await findPoints(scratch);
  return [...points.map(fixedCase), ...Array.from({ length: runs }, (_, n) => drawnCase(seed + n))];
}

/** On a terminal, how far it is. */
function progress(total: number): (result: CaseResult) => void {
  let done = 0;
  let violated = 0;
  return ({ violations }) => {
    done += 1;
    if (violations.length > 0) violated += 1;
    if (!process.stdout.isTTY) return;
    const line = `${done}/${total}, ${violated} violated`;
    process.stdout.write(done === total ? '\r\u001b[K' : `\r\u001b[K${line}`);
  };
}

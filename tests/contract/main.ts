import { CommanderError } from 'commander';
import pc from 'picocolors';
import { z } from 'zod';
import { systemClock } from '../../core/clock.ts';
import { type Arguments, readArguments, UsageError } from './arguments.ts';
import { get } from './ask.ts';
import type { Api } from './installation.ts';
import { createPace } from './pace.ts';
import { remoteInstallation } from './remote-installation.ts';
import { report } from './report.ts';
import type { Bench, Result } from './run-row.ts';
import { openBench, runTable } from './run-table.ts';
import { startSandbox } from './sandbox-installation.ts';
import { table } from './table/index.ts';

const GOOD = 0;
const DIFFERS = 1;
const USAGE = 2;
const UNREACHABLE = 3;
const INTERRUPTED = 130;

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  try {
    const given = readArguments(argv);
    const results =
      given.baseUrl === null ? await checkSandbox(given) : await checkRemote(given, given.baseUrl);
    console.log(report(results, table));
    return results.some(({ verdict }) => verdict === 'differs') ? DIFFERS : GOOD;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? GOOD : USAGE;
    if (error instanceof UsageError) {
      console.error(error.message);
      return USAGE;
    }
    if (stop.signal.aborted) {
      console.error('Stopped; what was made has been taken away again.');
      return INTERRUPTED;
    }
    console.error(
      `The installation cannot be reached: ${error instanceof Error ? error.message : String(error)}`,
    );
    return UNREACHABLE;
  }
}

async function checkSandbox(given: Arguments): Promise<Result[]> {
  const sandbox = await startSandbox();
  try {
    return await check(openBench(sandbox.installation), given, 8);
  } finally {
    await sandbox.stop();
  }
}

async function checkRemote(given: Arguments, baseUrl: string): Promise<Result[]> {
  const installation = remoteInstallation({ ...given, baseUrl, pace: createPace(systemClock, stop.signal) });
  const bench = openBench(installation);
  const { api } = bench;
  await assertReachable(api, baseUrl);
  const session = await bench.tokenOf('admin');
  if ('missing' in session)
    throw new UsageError(`The account of --email cannot be used: ${session.missing}.`);
  const role = await roleOf(api);
  if (role !== 'admin')
    throw new UsageError(`The account of --email is a ${role}; it must be an admin, to delete what is made.`);
  try {
    return await check(bench, given, given.clientAddresses ? 4 : 1);
  } finally {
    for (const left of await installation.cleanUp(api)) console.error(pc.red(`Left behind: ${left}`));
  }
}

async function roleOf(api: Api): Promise<string> {
  const { body } = await api(get('auth/me'));
  const read = z.object({ data: z.object({ user: z.object({ role: z.string() }) }) }).safeParse(body);
  return read.success ? read.data.data.user.role : 'stranger';
}

async function assertReachable(api: Api, baseUrl: string): Promise<void> {
  const { status } = await api({
    host: 'middleware',
    method: 'GET',
    path: '/api/v1/health/live',
    as: 'nobody',
  });
  if (status !== 200) throw new Error(`${baseUrl}/api/v1/health/live answers ${status}`);
}

function check(bench: Bench, { only }: Arguments, atOnce: number): Promise<Result[]> {
  const rows = only === null ? table : table.filter(({ says }) => says.includes(only));
  let done = 0;
  return runTable(rows, bench, {
    atOnce,
    stop: stop.signal,
    report: ({ row, verdict }) => {
      done++;
      if (process.stdout.isTTY)
        process.stdout.write(`\r\u001b[K${done}/${rows.length} ${row.says.slice(0, 90)}`);
      if (process.stdout.isTTY && done === rows.length) process.stdout.write('\r\u001b[K');
      if (!process.stdout.isTTY && verdict === 'differs') console.log(`differs: ${row.says}`);
    },
  });
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { systemClock } from '../../core/clock.ts';
import { packageVersion } from '../../core/package.ts';
import { shipped } from '../../prometheus/render.ts';
import { follow } from '../stack/follow.ts';
import { freePorts } from '../stack/ports.ts';
import { createPrinter } from '../stack/print-timeline.ts';
import { loadPrograms } from '../stack/programs.ts';
import { startStack } from '../stack/stack.ts';
import { healthyWorld } from '../vizora/world/spec.ts';
import { type DrillReport, drillTable, memoryLine } from './report.ts';
import { FAULT_NAMES, type FaultName, runDrill } from './run-drill.ts';

const options = new Command('npm run drill --')
  .description(
    'Starts the local stack on free ports, breaks things on purpose, and judges from outside whether each ' +
      'was detected, alerted, repaired and verified, or rightly left alone. Takes about ten minutes.',
  )
  .version(packageVersion())
  .option('--json <file>', 'write the result there too')
  .addOption(new Option('--only <names...>', 'only these faults').choices([...FAULT_NAMES]))
  .parse()
  .opts<{ json?: string; only?: FaultName[] }>();

const say = (line: string) => process.stdout.write(`· ${line}\n`);
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());

process.exitCode = await run();

async function run(): Promise<number> {
  const stack = await startStack({
    dataDir: join(process.cwd(), '.vizora-ops', 'drill'),
    ports: await freePorts(),
    programs: loadPrograms(),
    durations: shipped,
    watched: { world: healthyWorld() },
    overrides: {
      exporter: { agents: { 'schedule-doctor': { interval: '20s' } } },
      // The faults come one after another, and are no wave.
      remediator: { mass_failure: { within: '1s' } },
    },
    fresh: true,
    signal: stopped.signal,
    say,
    onCrash: (sentence) => say(`CRASH: ${sentence}`),
  });
  const done = new AbortController();
  const timeline = follow(
    stack.urls,
    stack.operatorToken,
    systemClock,
    done.signal,
    createPrinter(process.stdout),
  );
  try {
    const interrupted = new Promise<never>((_, reject) => {
      stopped.signal.addEventListener('abort', () => reject(new Error('interrupted')), { once: true });
    });
    const drill = runDrill({
      stack,
      clock: systemClock,
      only: options.only ?? FAULT_NAMES,
      patience: { act: 240_000, verify: 240_000, step: 500 },
      say,
    });
    return report(await Promise.race([drill, interrupted]));
  } catch (error) {
    if (stopped.signal.aborted) return 130;
    throw error;
  } finally {
    done.abort();
    await timeline;
    await stack.stop();
  }
}

function report(result: DrillReport): number {
  process.stdout.write(`\n${drillTable(result)}\n${memoryLine(result)}\n`);
  process.stdout.write(result.ok ? 'Every expectation held.\n' : 'Not every expectation held.\n');
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
  return result.ok ? 0 : 1;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../core/clock.ts';
import { createPm2 } from '../../core/pm2/create-pm2.ts';
import type { Pm2 } from '../../core/pm2/process.ts';
import { type Control, createControl } from '../../sandbox/drill/control.ts';
import { createWitness, type Sight, type Witness } from '../../sandbox/drill/witness.ts';
import { freePorts } from '../../sandbox/stack/ports.ts';
import { loadPrograms } from '../../sandbox/stack/programs.ts';
import { type Stack, type StackOptions, startStack } from '../../sandbox/stack/stack.ts';
import { healthyWorld } from '../../sandbox/vizora/world/spec.ts';
import { shortDurations, shortSettings } from './short-durations.ts';

/** A running stack with short waits, and the outside view of it. */
export interface TestStack {
  readonly stack: Stack;
  readonly dataDir: string;
  readonly pm2: Pm2;
  readonly control: Control;
  witness(): Promise<Witness>;
  /** Looks until the sight satisfies, and answers it. @throws Error with what was waited for */
  until(
    witness: Witness,
    what: string,
    satisfied: (sight: Sight) => boolean | Promise<boolean>,
    withinMs?: number,
  ): Promise<Sight>;
  /** What the remediator tells about itself. */
  remediator(path: string, init?: RequestInit): Promise<Response>;
}

/** Starts a stack of its own, runs, and removes everything, whatever happens. */
export async function withStack(
  options: Partial<StackOptions>,
  run: (test: TestStack) => Promise<void>,
): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vizora-ops-system-'));
  const stack = await startStack({
    dataDir,
    ports: await freePorts(),
    programs: loadPrograms(),
    durations: shortDurations,
    watched: { world: healthyWorld() },
    overrides: shortSettings,
    say: () => undefined,
    onCrash: () => undefined,
    ...options,
  });
  try {
    if (stack.pm2Home === null) throw new Error('system tests break things, and only ever in the sandbox');
    const pm2 = createPm2({ home: stack.pm2Home, timeoutMs: 5_000 });
    const control = createControl(stack.urls.control);
    await run({
      stack,
      dataDir,
      pm2,
      control,
      witness: () => createWitness(pm2, control, stack.urls.alertmanager, Date.now),
      until,
      remediator: (path, init = {}) =>
        fetch(stack.urls.remediator + path, {
          ...init,
          headers: { authorization: `Bearer ${stack.operatorToken}`, ...init.headers },
        }),
    });
  } finally {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function until(
  witness: Witness,
  what: string,
  satisfied: (sight: Sight) => boolean | Promise<boolean>,
  withinMs = 150_000,
): Promise<Sight> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const sight = await lookThrough(witness);
    if (sight !== null && (await satisfied(sight))) return sight;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${withinMs / 1_000} s`);
    await systemClock.sleep(250);
  }
}

/** A look while Alertmanager may be down on purpose: null then. */
async function lookThrough(witness: Witness): Promise<Sight | null> {
  try {
    return await witness.look();
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

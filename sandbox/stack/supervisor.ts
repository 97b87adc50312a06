import type { Part, RunningPart } from './part.ts';

/** Keeps the parts of a stack: starts them in order, tells when one ends unasked, stops them backwards. */
export interface Supervisor {
  /** Starts a part and keeps it. */
  start(part: Part): Promise<RunningPart>;
  /** The part of that name as it runs now. */
  running(name: string): RunningPart;
  isRunning(name: string): boolean;
  /** Stops every part, the newest first. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * @param say told what is being done, in short lines
 * @param onCrash told when a part ends that nobody stopped; it is left down
 */
export function createSupervisor(
  say: (line: string) => void,
  onCrash: (sentence: string) => void,
): Supervisor {
  const parts = new Map<string, RunningPart>();
  const expected = new Set<string>();
  const ended = new WeakSet<RunningPart>();
  let stopping: Promise<void> | null = null;
  let stopped = false;

  return {
    async start(part) {
      if (stopped) throw new Error(`${part.name} is not started: the stack is being stopped`);
      const running = await part.start();
      parts.set(part.name, running);
      expected.delete(part.name);
      void running.exited.then((how) => {
        ended.add(running);
        const replaced = parts.get(part.name) !== running;
        if (!stopped && !replaced && !expected.has(part.name)) onCrash(`${part.name} ${how}`);
      });
      say(`${part.name} is ready${running.url === undefined ? '' : ` at ${running.url}`}`);
      return running;
    },
    running(name) {
      const part = parts.get(name);
      if (part === undefined) throw new Error(`there is no part called ${name}`);
      const stop = async () => {
        expected.add(name);
        await part.stop();
      };
      return { ...part, stop };
    },
    isRunning(name) {
      const part = parts.get(name);
      return part !== undefined && !ended.has(part);
    },
    stop() {
      stopped = true;
      stopping ??= stopAll([...parts.values()].reverse(), say);
      return stopping;
    },
  };
}

async function stopAll(parts: readonly RunningPart[], say: (line: string) => void): Promise<void> {
  for (const part of parts) {
    try {
      await part.stop();
    } catch (error) {
      say(`${part.name} could not be stopped: ${error instanceof Error ? error.message : error}`);
    }
  }
}

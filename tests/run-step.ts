import { spawn } from 'node:child_process';
import { endWithUs } from './end-with-us.ts';

/** One thing that `npm run check` looks at: a program that exits with 0 when all is well. */
export interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What must be there for the step to mean anything; its absence fails the step. */
  readonly about?: readonly string[];
}

export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly output: string;
}

/** Its output is read here: a terminal, or a build machine that likes colours, must not change what it says. */
const uncoloured = { NO_COLOR: '1', FORCE_COLOR: undefined };

/** Runs a step to its end; never throws, a program that cannot be started is a failed step. */
export function runStep(step: Step, cwd: string): Promise<StepResult> {
  const begun = performance.now();
  return new Promise((resolve) => {
    const end = (ok: boolean, output: string): void =>
      resolve({ name: step.name, ok, output, seconds: (performance.now() - begun) / 1_000 });
    if (step.about?.length === 0) {
      end(false, `There is nothing to look at for "${step.name}": its files are missing.`);
      return;
    }
    const child = spawn(step.command, step.args, {
      cwd,
      env: { ...process.env, ...uncoloured, ...step.env },
    });
    endWithUs(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', (error) => end(false, error.message));
    child.on('close', (code) => end(code === 0, output));
  });
}

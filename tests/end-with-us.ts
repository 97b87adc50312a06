import type { ChildProcess } from 'node:child_process';

/** Ends a child when we are told to end, and lets us end after it: nothing that a test started stays behind. */
export function endWithUs(child: ChildProcess): void {
  const passOn = (signal: NodeJS.Signals): void => {
    process.exitCode = 1;
    // Ctrl-C has reached the child already, being for everybody in the terminal.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, passOn);
  child.once('close', () => {
    for (const signal of signals) process.off(signal, passOn);
  });
}

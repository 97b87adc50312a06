import { spawn } from 'node:child_process';
import { isInForeground } from './running.mjs';

/** Signals that arrive twice for one wish: npm passes on what the terminal has already sent to everybody. */
const sameWishMs = 1_000;

/**
 * Runs the target in our place: same terminal, same signals, same end.
 *
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>} how it ended
 */
export function runTask(node, args, cwd, env = process.env) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { cwd, env, stdio: 'inherit' });
    let passedOn = { signal: '', at: 0 };
    const passOn = (signal) => {
      // Ctrl-C goes to the whole foreground group, and so to the child: a second one could mean "at once".
      if (signal === 'SIGINT' && isInForeground()) return;
      if (passedOn.signal === signal && Date.now() - passedOn.at < sameWishMs) return;
      passedOn = { signal, at: Date.now() };
      child.kill(signal);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, passOn);
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve({ code, signal }));
  });
}

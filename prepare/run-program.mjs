import { spawn } from 'node:child_process';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** Hands a signal that arrived while something is being prepared to the programs that do the work. */
export function signalPrograms(signal) {
  for (const child of running) child.kill(signal);
}

/**
 * Runs a program to its end, without a shell.
 *
 * @returns {Promise<{ code: number, output: string }>} code 127 when it cannot be started; output is both streams
 */
export function runProgram(command, args, { env = process.env, cwd, uid, gid } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, cwd, uid, gid, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output += text;
      });
    }
    child.on('error', (error) => {
      running.delete(child);
      resolve({ code: 127, output: `${command}: ${error.message}` });
    });
    child.on('close', (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** The end of a program's output, which is where most say what went wrong. */
export function lastLines(output, count = 15) {
  return indented(output.trimEnd().split('\n').slice(-count));
}

/** The beginning of a program's output, for those that say what went wrong and then how they are used. */
export function firstLines(output, count = 12) {
  return indented(output.trimEnd().split('\n').slice(0, count));
}

function indented(lines) {
  return lines.map((line) => `    ${line}`).join('\n');
}

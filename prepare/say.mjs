const colour = process.stdout.isTTY && !process.env.NO_COLOR;

/** One short line about what preparing does now. */
export function say(text) {
  process.stdout.write(colour ? `\x1b[2m[prepare]\x1b[22m ${text}\n` : `[prepare] ${text}\n`);
}

/** A failure that its reader can do something about: the message is all that is printed. */
export class PrepareError extends Error {
  name = 'PrepareError';
}

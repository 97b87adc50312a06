import { writeFileSync } from 'node:fs';
import { ConfigError } from '../core/config/load.ts';
import { Stops } from './answers.ts';
import { UnreachableError } from './ask-remediator.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit.ts';

/**
 * Stops all repair. When the remediator does not take it, for whatever reason, the stop file does the same at its next
 * question.
 *
 * @param stopFile where it looks for that file; null when the configuration is not at hand
 */
export const stop =
  (reason: string, stopFile: () => string | null): Run =>
  async ({ remediator, json, print }) => {
    try {
      const { stops } = await remediator.post('/stop', { reason }, Stops);
      print(json ? JSON.stringify({ stops }, null, 2) : 'Stopped: nothing is executed until you resume.');
      return EXIT.good;
    } catch (error) {
      const file = whereItCanBeTold(stopFile);
      if (file === null || !(error instanceof Error)) throw error;
      putDown(file, reason);
      const why =
        error instanceof UnreachableError
          ? 'The remediator does not answer.'
          : `The remediator was not told (${error.message}).`;
      print(`${why} Wrote ${file}: while it is there, nothing is executed.`);
      return EXIT.good;
    }
  };

/** Lifts the stops that were told to the remediator; a stop file must be removed by who put it there. */
export const resume: Run = async ({ remediator, json, print }) => {
  const { stops } = await remediator.post('/resume', {}, Stops);
  if (json) print(JSON.stringify({ stops }, null, 2));
  else if (stops.length === 0) print('Resumed.');
  else print(stops.map(({ source, reason }) => `Still stopped by ${source}: ${reason}.`).join('\n'));
  return stops.length === 0 ? EXIT.good : EXIT.bad;
};

/** Null also where the configuration cannot be used: why the remediator was not told is what people must hear then. */
function whereItCanBeTold(stopFile: () => string | null): string | null {
  try {
    return stopFile();
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}

/** Whatever is there already stops it, too, and is left alone: it might be a link that leads elsewhere. */
function putDown(file: string, reason: string): void {
  try {
    writeFileSync(file, `${reason}\n`, { flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EEXIST') return;
    throw new UnreachableError(
      `the remediator does not answer, and ${file} cannot be written (${code}): NOTHING is stopped; run this as its user, or end its process`,
      { cause: error },
    );
  }
}

import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { packageVersion } from '../../core/package.ts';

export interface Arguments {
  readonly runs: number;
  readonly seed: number;
  /** Only the runs of these seeds. */
  readonly run?: readonly number[];
  /** Only the fixed run, killed at these moments. */
  readonly point?: readonly number[];
  readonly jobs: number;
  readonly json?: string;
}

/** Reads the command line. @throws CommanderError for what cannot be understood */
export function readArguments(argv: readonly string[]): Arguments {
  const several = (text: string, before: readonly number[] = []) => [...before, whole(text)];
  return new Command('npm run crash --')
    .description(
      'Kills remediators at every write of their store, and at drawn moments of drawn runs, lets the next one go on ' +
        'with what is left, and checks by what happened to a simulated platform that what always holds, held.',
    )
    .version(packageVersion())
    .addOption(new Option('--runs <n>', 'how many runs are drawn').argParser(whole).default(100))
    .addOption(
      new Option('--seed <n>', 'of the first; each further one has the next').argParser(whole).default(1),
    )
    .addOption(new Option('--run <seed...>', 'only the runs of these seeds').argParser(several))
    .addOption(new Option('--point <n...>', 'only the fixed run, killed at these moments').argParser(several))
    .addOption(new Option('--jobs <n>', 'how many at once').argParser(whole).default(availableParallelism()))
    .option('--json <file>', 'write the results there too')
    .exitOverride()
    .parse(argv, { from: 'user' })
    .opts<Arguments>();
}

function whole(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}

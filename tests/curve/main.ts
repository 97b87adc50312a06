import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { packageVersion } from '../../core/package.ts';
import { violationsOf } from './judge-curve.ts';
import { type Curve, FLEET, measureCurve } from './measure-curve.ts';
import { showCurves } from './show-curves.ts';

const GOOD = 0;
const VIOLATED = 1;
const USAGE = 2;

const ALL: readonly number[] = [1, 3, 30, FLEET];

interface Arguments {
  readonly broken: readonly number[];
  readonly helps?: true;
  readonly json?: true;
}

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  let given: Arguments;
  try {
    given = readArguments(argv);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? GOOD : USAGE;
    throw error;
  }
  const curves: Curve[] = [];
  for (const broken of given.broken)
    curves.push(await measureCurve(broken, given.helps ? 'comes back' : 'nothing'));
  const violations = curves.flatMap(violationsOf);
  console.log(given.json ? JSON.stringify({ curves, violations }, null, 2) : showCurves(curves));
  return violations.length === 0 ? GOOD : VIOLATED;
}

/** @throws CommanderError for what cannot be understood */
function readArguments(argv: readonly string[]): Arguments {
  const several = (text: string, before: readonly number[]) =>
    before === ALL ? [displays(text)] : [...before, displays(text)];
  return new Command('npm run curve --')
    .description(
      `Lets some of ${FLEET} displays fall silent at once, and shows what the whole remediator does about them within two ` +
        'simulated hours: how many commands it sends and when, by which bounds it is held, and what people are told.',
    )
    .version(packageVersion())
    .addOption(
      new Option('--broken <n...>', 'how many fall silent; one run for each').argParser(several).default(ALL),
    )
    .option('--helps', 'a reload brings a display back; without this it changes nothing')
    .option('--json', 'print everything that was measured as JSON')
    .exitOverride()
    .parse(argv, { from: 'user' })
    .opts<Arguments>();
}

function displays(text: string): number {
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= FLEET) return count;
  throw new InvalidArgumentError(`It must be a number from 1 to ${FLEET}.`);
}

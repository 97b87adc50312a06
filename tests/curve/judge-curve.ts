import { Config } from '../../core/config/schema.ts';
import { type Command, type Curve, FLEET } from './measure-curve.ts';

const HOUR = 3_600_000;
/** What is shipped: by which every curve is judged. */
const { actions, mass_failure: mass } = Config.parse({}).remediator;
const policy = actions.reconnect_display;

/** The most that there was of what is bounded, beside its bound. */
export interface Bounded {
  readonly what: string;
  readonly most: number;
  readonly allowed: number;
}

export function boundsOf({ commands }: Pick<Curve, 'commands'>): Bounded[] {
  const withinAnHour = commands.map(({ at }) => commands.filter((one) => one.at > at - HOUR && one.at <= at));
  const touched = withinAnHour.map((some) => new Set(some.map(({ display }) => display)).size);
  const ofOne = Map.groupBy(commands, ({ display }) => display);
  return [
    {
      what: 'commands within an hour',
      most: most(withinAnHour.map(({ length }) => length)),
      allowed: policy.per_hour,
    },
    {
      what: 'displays within an hour',
      most: most(touched),
      allowed: Math.max(policy.min_count, Math.floor(policy.max_share * FLEET)),
    },
    { what: 'commands in a row', most: longestRow(commands), allowed: policy.commands_in_a_row },
    {
      what: 'commands to one display',
      most: most([...ofOne.values()].map(({ length }) => length)),
      allowed: policy.attempts,
    },
  ];
}

/** What did not hold: one sentence for each. */
export function violationsOf(curve: Curve): string[] {
  const { broken, commands, escalations } = curve;
  const over = boundsOf(curve)
    .filter(({ most, allowed }) => most > allowed)
    .map(({ what, most, allowed }) => `${most} ${what}, ${allowed} are allowed`);
  const early = commands.flatMap(({ at, display }) =>
    commands.some((one) => one.display === display && one.at < at && at - one.at < policy.cooldown)
      ? [`display ${display} was asked again within ${policy.cooldown / 60_000} minutes`]
      : [],
  );
  const outside = commands
    .filter(({ silentFor }) => silentFor <= policy.silent_from || silentFor >= policy.silent_until)
    .map(({ display, silentFor }) => `display ${display} was asked after ${silentFor / 1_000} s of silence`);
  const limit = Math.max(mass.more_than, Math.floor(mass.share * FLEET));
  const told = escalations.filter(({ reason }) => reason === 'mass_failure').length;
  const others = escalations.filter(({ reason }) => reason !== 'mass_failure');
  return [
    ...over,
    ...early,
    ...outside,
    ...(broken > limit && commands.length > 0 ? [`${commands.length} commands in a mass failure`] : []),
    ...(broken > limit && (told !== 1 || others.length > 0)
      ? [`people were told of a mass failure ${told} times, and of ${others.length} other matters`]
      : []),
    ...(broken <= limit && told > 0 ? [`${broken} of ${FLEET} were told as a mass failure`] : []),
    ...(new Set(others.map(({ target }) => target)).size < others.length
      ? ['people were told more than once of a display']
      : []),
  ];
}

function longestRow(commands: readonly Command[]): number {
  let longest = 0;
  let row = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const { at } of commands) {
    row = at - last < policy.command_pause ? row + 1 : 1;
    longest = Math.max(longest, row);
    last = at;
  }
  return longest;
}

const most = (numbers: readonly number[]): number => Math.max(0, ...numbers);

import type { Clock } from '../../core/clock.ts';
import type { DisplayReader } from '../tools/displays.ts';
import type { Accounts } from './accounts.ts';

const KEPT_MS = 60_000;

interface Kept {
  readonly at: number;
  readonly answer: Promise<unknown>;
}

/** Reads displays as a wave of alerts can afford it: counts and lists serve for a minute, and failures for nothing. */
export function displayReaders(parts: {
  readonly clock: Clock;
  readonly accounts: Pick<Accounts, 'reader'>;
}): (org: string) => DisplayReader {
  const { clock, accounts } = parts;
  const kept = new Map<string, Kept>();

  /** Those who ask while an answer is on its way share it. */
  function shared<T>(
    what: string,
    ask: () => Promise<T>,
    isWorthKeeping: (answer: T) => boolean,
  ): Promise<T> {
    const at = clock.now();
    const known = kept.get(what);
    if (known !== undefined && at - known.at < KEPT_MS) return known.answer as Promise<T>;
    const answer = ask();
    const entry: Kept = { at, answer };
    kept.set(what, entry);
    const forget = () => {
      if (kept.get(what) === entry) kept.delete(what);
    };
    answer.then((given) => isWorthKeeping(given) || forget(), forget);
    return answer;
  }

  return (org) => {
    const source = accounts.reader(org);
    return {
      platformNow: () => source.platformNow(),
      getDisplay: (id) => source.getDisplay(id),
      countDisplays: () =>
        shared(
          `count of ${org}`,
          () => source.countDisplays(),
          () => true,
        ),
      listDisplays: () =>
        shared(
          `list of ${org}`,
          () => source.listDisplays(),
          ({ complete }) => complete,
        ),
    };
  };
}

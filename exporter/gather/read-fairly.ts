import type { RouteAllowance } from './route-allowance.ts';

/** One request on somebody's behalf; false when nothing more should be asked for them in this look. */
export type Turn = () => Promise<boolean>;

/**
 * Shares what is left of a route's allowance among all who ask, in rounds: in each round everybody who still wants
 * more gets the same number of turns, so that nobody who wants much, or whose answers fail or are slow, starves the
 * others. Where there is less than one turn for each, those who stand first have theirs.
 */
export async function readFairly(
  askers: readonly Iterator<Turn>[],
  allowance: RouteAllowance,
): Promise<void> {
  let asking = askers;
  while (asking.length > 0 && allowance.left() > 0) {
    const turns = Math.max(1, Math.floor(allowance.left() / asking.length));
    const served = new Set(asking.slice(0, allowance.left()));
    const wantMore = await Promise.all(
      asking.map(async (asker) => (served.has(asker) ? takeTurns(asker, turns, allowance) : true)),
    );
    asking = asking.filter((_, i) => wantMore[i]);
  }
}

async function takeTurns(asker: Iterator<Turn>, turns: number, allowance: RouteAllowance): Promise<boolean> {
  for (let taken = 0; taken < turns; taken += 1) {
    const next = asker.next();
    if (next.done === true || !(await allowance.take()) || !(await next.value())) return false;
  }
  return true;
}

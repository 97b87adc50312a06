import { bad, type Finding, good, unknown } from '../verdict.ts';
import { type DependencyLook, NAMED_DEPENDENCIES, type NamedDependency } from './dependency-look.ts';
import { LOOKS_UNTIL_BAD } from './failed-looks.ts';
import { heldSince } from './held-since.ts';

/** One look at realtime and, at about the same time, at what it may have lost. */
export interface RealtimeLook extends Pick<DependencyLook, 'at' | 'realtime'> {
  /** Null where no connection of our own is configured. */
  readonly own: Pick<DependencyLook['own'], NamedDependency>;
}

/** What one look shows: `excused` is unready because of something that is really down. */
type Standing = {
  readonly state: 'ready' | 'stuck' | 'excused' | 'ambiguous' | 'not_readable';
  readonly detail: string;
};

/**
 * Has realtime lost a dependency that is well, and does not come back to it? Bad when for `after`, in every look, it was
 * not ready, named a dependency, and our own connection to each one that it named was good. Good when it is ready, and
 * when what it lost is really down, which is not a fault of its own. Unknown as long as neither has been seen for long
 * enough, and where nobody but itself can tell: a dependency that it does not name, or none of our own connections.
 *
 * Only realtime is ever asked: the middleware does not say what it has lost, and comes back by itself.
 *
 * @param looks oldest first
 * @param maxAge in ms: how old the newest look may be, and how far apart two looks that stand for the time between
 * @param after in ms
 */
export function serviceStuck(
  looks: readonly RealtimeLook[],
  now: number,
  maxAge: number,
  after: number,
): Finding {
  const newest = looks.at(-1);
  if (newest === undefined) return unknown('too_few_samples');
  if (Math.abs(now - newest.at) > maxAge) return unknown('samples_too_old');
  const { state, detail } = standingOf(newest);
  if (state === 'ready') return good;
  if (state === 'ambiguous' || state === 'not_readable') return unknown(state, detail);
  if (state === 'excused') {
    const run = looks.slice(-LOOKS_UNTIL_BAD);
    const settled =
      run.length === LOOKS_UNTIL_BAD && run.every((look) => standingOf(look).state === 'excused');
    return settled ? { ...good, detail } : unknown('too_few_samples', detail);
  }
  const since = heldSince(looks, (look) => standingOf(look).state === 'stuck', maxAge) ?? newest.at;
  return newest.at - since >= after ? bad(detail, since) : unknown('too_few_samples', detail);
}

function standingOf({ realtime, own }: RealtimeLook): Standing {
  if (realtime.state === 'ready') return { state: 'ready', detail: 'ready' };
  if (realtime.state !== 'unready') return { state: 'not_readable', detail: realtime.detail };
  const lost = NAMED_DEPENDENCIES.filter((name) => realtime.named[name] === 'down');
  if (lost.length === 0)
    return { state: 'ambiguous', detail: 'not ready, and it names nothing that it has lost' };
  const fails = lost.find((name) => own[name]?.outcome === 'down');
  if (fails !== undefined) return { state: 'excused', detail: `${fails} itself is down` };
  const untold = lost.find((name) => own[name]?.outcome !== 'up');
  if (untold !== undefined) {
    const why = own[untold]?.detail ?? 'no connection of our own is configured';
    return {
      state: 'ambiguous',
      detail: `it has lost ${untold}, and we cannot tell whether that is well: ${why}`,
    };
  }
  return {
    state: 'stuck',
    detail: `not ready for want of ${lost.join(' and ')}, which our own connection reaches`,
  };
}

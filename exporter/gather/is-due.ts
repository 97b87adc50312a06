import { LOOKS_UNTIL_BAD, type LookSample } from '../../core/checks/failed-looks.ts';

/**
 * Is it time for the next look? After a failed one at once, until there are enough looks to say that something is bad;
 * else when the newest is as old as `after`, in ms.
 */
export function isDue(
  samples: readonly Pick<LookSample, 'at' | 'outcome'>[],
  now: number,
  after: number,
): boolean {
  const newest = samples.at(-1);
  // In the future they are after the clock was set back.
  if (newest === undefined || now - newest.at >= after || newest.at > now) return true;
  const lastOnes = samples.slice(-LOOKS_UNTIL_BAD);
  const conclusive = lastOnes.length === LOOKS_UNTIL_BAD && lastOnes.every((s) => s.outcome === 'down');
  return newest.outcome === 'down' && !conclusive;
}

/**
 * Since when something has held without a break, going back from the newest sample, in ms since the epoch; null when
 * it does not hold now. Nothing is known of a time in which nobody looked: a gap ends it.
 *
 * @param samples oldest first
 * @param maxGap in ms: how far apart two samples may be that stand for the time between them
 */
export function heldSince<Sample extends { readonly at: number }>(
  samples: readonly Sample[],
  holds: (sample: Sample) => boolean,
  maxGap: number,
): number | null {
  let since: number | null = null;
  for (const sample of samples.toReversed()) {
    if (!holds(sample) || (since !== null && Math.abs(since - sample.at) > maxGap)) break;
    since = sample.at;
  }
  return since;
}

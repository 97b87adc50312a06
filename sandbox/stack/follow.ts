import type { Clock } from '../../core/clock.ts';
import { NOTHING_YET, type Observation, type ObservedUrls, observe } from './observation.ts';
import { eventsBetween, type TimelineEvent } from './timeline.ts';

/**
 * Watches the stack and tells each event as it happens, until the signal is given.
 *
 * @param tell called once for each event, in order
 * @param warnings each answers what was logged since it was last asked
 */
export async function follow(
  urls: ObservedUrls,
  operatorToken: string,
  clock: Clock,
  signal: AbortSignal,
  tell: (event: TimelineEvent, at: Date) => void,
  warnings: readonly (() => TimelineEvent[])[] = [],
): Promise<void> {
  // What an earlier run decided and did is kept, and is no event of this one.
  const { decisions, remediations } = await observe(urls, operatorToken, NOTHING_YET);
  let before: Observation = { ...NOTHING_YET, decisions, remediations };
  while (!signal.aborted) {
    const now = await observe(urls, operatorToken, before);
    const events = [...eventsBetween(before, now), ...warnings.flatMap((newOnes) => newOnes())];
    for (const event of events) tell(event, new Date(clock.now()));
    before = now;
    try {
      await clock.sleep(1_000, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}

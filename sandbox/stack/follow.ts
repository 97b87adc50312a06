import type { Clock } from '../../core/clock.ts';
import { NOTHING_YET, type Observation, type ObservedUrls, observe } from './observation.ts';
import { eventsBetween, type TimelineEvent } from './timeline.ts';

/**
 * Watches the stack and tells each event as it happens, until the signal is given.
 *
 * @param tell called once for each event, in order
 */
export async function follow(
  urls: ObservedUrls,
  operatorToken: string,
  clock: Clock,
  signal: AbortSignal,
  tell: (event: TimelineEvent, at: Date) => void,
): Promise<void> {
  // What an earlier run decided and did is kept, and is no event of this one.
  const { decisions, remediations } = await observe(urls, operatorToken, NOTHING_YET);
  let before: Observation = { ...NOTHING_YET, decisions, remediations };
  while (!signal.aborted) {
    const now = await observe(urls, operatorToken, before);
    for (const event of eventsBetween(before, now)) tell(event, new Date(clock.now()));
    before = now;
    try {
      await clock.sleep(1_000, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}

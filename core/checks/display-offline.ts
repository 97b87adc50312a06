import { bad, type Finding, good, unknown } from '../verdict.ts';
import { displayState, type HeardDisplay, type ReadTime } from './display-state.ts';

/**
 * Has a display that was seen before fallen silent? One that is disabled, not paired or was never seen is none of
 * those that should be heard of.
 *
 * @param after in ms of silence
 */
export function displayOffline(display: HeardDisplay, read: ReadTime, after: number): Finding {
  const state = displayState(display, read, after);
  if (state.kind === 'unknown') return unknown('unparseable_date', state.detail);
  if (state.kind !== 'silent') return good;
  return bad(`last heard of at ${new Date(state.heartbeat).toISOString()}`, state.heartbeat);
}

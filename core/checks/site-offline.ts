import { bad, type Finding, good, unknown } from '../verdict.ts';
import type { DisplayState } from './display-state.ts';

/**
 * Have all displays of a place fallen silent? Those that are disabled, not paired or were never seen do not count.
 *
 * @param atLeast with fewer displays it is no place
 */
export function siteOffline(states: Iterable<DisplayState>, atLeast: number): Finding {
  let silent = 0;
  let unreadable = 0;
  let lastHeard = Number.NEGATIVE_INFINITY;
  for (const state of states) {
    if (state.kind === 'heard') return good;
    if (state.kind === 'unknown') unreadable += 1;
    if (state.kind === 'silent') {
      silent += 1;
      lastHeard = Math.max(lastHeard, state.heartbeat);
    }
  }
  if (silent + unreadable < atLeast) return good;
  if (unreadable > 0) return unknown('unparseable_date', `of ${unreadable} displays the last heartbeat`);
  return bad(`none of ${silent} displays is heard of`, lastHeard);
}

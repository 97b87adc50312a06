import { bad, type Finding, good, unknown } from '../verdict.ts';
import type { DisplayState } from './display-state.ts';
import { DORMANT_AFTER_MS } from './dormant.ts';

/**
 * Have all displays of a place fallen silent? Those that are disabled, not paired or were never seen do not count; nor
 * do those that were dormant already when the last one fell silent, since they are no part of that outage. Once all are
 * dormant they count again: the place is.
 *
 * @param atLeast with fewer displays it is no place
 * @param now by the platform's clock
 */
export function siteOffline(states: Iterable<DisplayState>, atLeast: number, now: number): Finding {
  const heartbeats: number[] = [];
  let unreadable = 0;
  let lastHeard = Number.NEGATIVE_INFINITY;
  for (const state of states) {
    if (state.kind === 'heard') return good;
    if (state.kind === 'unknown') unreadable += 1;
    if (state.kind === 'silent') {
      heartbeats.push(state.heartbeat);
      lastHeard = Math.max(lastHeard, state.heartbeat);
    }
  }
  const isDormant = now - lastHeard > DORMANT_AFTER_MS;
  const counted = heartbeats.filter((heartbeat) => isDormant || lastHeard - heartbeat <= DORMANT_AFTER_MS);
  if (counted.length + unreadable < atLeast) return good;
  if (unreadable > 0) return unknown('unparseable_date', `of ${unreadable} displays the last heartbeat`);
  return bad(`none of ${heartbeats.length} displays is heard of`, lastHeard);
}

import type { AgentStatus } from './agent-families.ts';
import { isComplete } from './run-agent.ts';
import type { StateOrigin } from './store.ts';

/** How long a lost state may keep `/metrics` from being served, when something cannot be seen whole. */
export const LOST_STATE_HOLD_MS = 5 * 60_000;

/**
 * May `/metrics` be served? A scrape that succeeds without what was open resolves every alert. A restored
 * state may be served at once; without one, every agent looks first; after a loss each must even have seen
 * everything, for as long as that can be waited for: until then the alerts stay as they were.
 *
 * @returns null when ready, else why not
 */
export function readiness(
  origin: StateOrigin,
  statuses: readonly AgentStatus[],
  startedAt: number,
  now: number,
): string | null {
  if (origin === 'restored') return null;
  const waiting = statuses.filter(({ lastRun }) => lastRun === null).map(({ agent }) => agent.name);
  if (waiting.length > 0)
    return `no state from an earlier run, and no first look yet of ${waiting.join(', ')}`;
  if (origin === 'new' || now - startedAt >= LOST_STATE_HOLD_MS) return null;
  const blind = statuses.filter(({ lastRun }) => lastRun !== null && !isComplete(lastRun));
  if (blind.length === 0) return null;
  return `the state of the last run was lost, and not everything seen again by ${blind.map(({ agent }) => agent.name).join(', ')}`;
}

import type { OwnLook } from '../checks/dependency-look.ts';
import { fetchOnce } from './fetch-once.ts';

/**
 * Looks whether the platform's object storage answers. It answers strangers with a refusal, so any answer will do that
 * is not an error of its own. Never throws for outside trouble.
 */
export async function probeStorage(endpoint: string, timeoutMs: number): Promise<OwnLook> {
  const outcome = await fetchOnce(new URL(endpoint), AbortSignal.timeout(timeoutMs));
  if (!outcome.answered) return { outcome: 'down', detail: outcome.detail };
  return { outcome: outcome.status < 500 ? 'up' : 'down', detail: `status ${outcome.status}` };
}

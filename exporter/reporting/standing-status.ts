import { z } from 'zod';
import { readKey } from '../../core/redis/read-key.ts';
import type { OrganisationApi } from '../../core/vizora/organisation.ts';

/** What stands where the status document should be. */
export type StandingStatus =
  | { readonly found: 'nothing' }
  | {
      readonly found: 'document';
      readonly systemStatus: string | null;
      readonly lastUpdated: string | null;
      /** How long the platform will keep it; null when it did not say. */
      readonly secondsLeft: number | null;
    };

/** Looks at what stands there. @throws Error when it cannot be seen */
export type ReadStanding = (signal: AbortSignal) => Promise<StandingStatus>;

const KEY = 'vizora:ops:status';
const TIMEOUT_MS = 5_000;

const Words = z.object({ systemStatus: z.string().optional(), lastUpdated: z.string().optional() });

/** In Redis, where the platform keeps it. @param url read again each time, since it holds a password */
export function inRedis(url: () => string): ReadStanding {
  return async (signal) => {
    const { value, ttlSeconds } = await readKey(url(), KEY, TIMEOUT_MS, signal);
    if (value === null) return { found: 'nothing' };
    return { ...documentOf(parse(value)), secondsLeft: ttlSeconds };
  };
}

/** As the platform tells it to everybody. */
export function atTheApi(api: Pick<OrganisationApi, 'readStatus'>): ReadStanding {
  return async () => {
    const standing = documentOf(await api.readStatus());
    // What the platform says when it has none.
    const isNone = standing.systemStatus === 'unknown' && standing.lastUpdated === null;
    return isNone ? { found: 'nothing' } : { ...standing, secondsLeft: null };
  };
}

/** Anybody may have put anything there. */
function documentOf(value: unknown) {
  const words = Words.safeParse(value).data;
  return {
    found: 'document',
    systemStatus: words?.systemStatus ?? null,
    lastUpdated: words?.lastUpdated ?? null,
  } as const;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON, so that it is somebody else's.
    return undefined;
  }
}

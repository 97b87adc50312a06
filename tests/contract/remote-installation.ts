import { z } from 'zod';
import { createAddresses } from './addresses.ts';
import { del, post } from './ask.ts';
import type { AccountName, Api, Found, Installation, Login, Making } from './installation.ts';
import type { Ask, Demand } from './row.ts';

export interface RemoteOptions {
  readonly baseUrl: string;
  readonly realtimeUrl: string | null;
  readonly accounts: Readonly<Partial<Record<AccountName, Login>>>;
  /** Whether limits may be used up, which also stops others behind our address for a while. */
  readonly allowRateLimits: boolean;
  /** Whether requests may name their own client address; nothing may stand in between that replaces it. */
  readonly clientAddresses: boolean;
  pace(ask: Ask): Promise<void>;
}

const OPTION: Readonly<Partial<Record<AccountName, string>>> = {
  viewer: '--viewer-email',
  manager: '--manager-email',
  other: '--other-email',
  super: '--super-email',
};

const row = z.object({ data: z.object({ id: z.string() }) });
/** An address for documentation: it needs no DNS, and nothing is ever fetched from there. */
const ADDRESS = 'https://198.51.100.7/vizora-ops-contract';
const NAME = 'vizora-ops contract check, to be deleted';

/** Somebody's real installation: only what was made here is changed, and it is taken away again. */
export function remoteInstallation(options: RemoteOptions): Installation & {
  /** Deletes what was made, newest first; answers what could not be deleted, as sentences. */
  cleanUp(api: Api): Promise<string[]>;
} {
  const made: string[] = [];
  const addresses = createAddresses();

  const makeRow = async (path: string, body: unknown, api: Api): Promise<Found> => {
    const answer = await api(post(path, body));
    const read = row.safeParse(answer.body);
    if (!read.success)
      return { missing: `the platform made none of our own: POST /${path} answered ${answer.status}` };
    made.push(`${path}/${read.data.data.id}`);
    return { value: read.data.data.id };
  };

  const make = async (kind: Making, api: Api): Promise<Found> => {
    const unique = crypto.randomUUID();
    switch (kind) {
      case 'own_content':
        return makeRow('content', { name: NAME, type: 'url', url: ADDRESS }, api);
      case 'own_display':
        return makeRow('displays', { name: NAME, deviceId: `contract-${unique}` }, api);
      case 'own_content_in_playlist':
        return { missing: 'no documented route puts content into a playlist' };
      case 'own_user_email':
      case 'own_user_password':
      case 'own_org_token':
        return { missing: 'no documented route makes an account that nobody needs' };
      case 'own_playlist':
        return makeRow('playlists', { name: NAME }, api);
      case 'own_schedule': {
        // For a display of our own, so that no screen that people look at shows anything else.
        const displayId = await make('own_display', api);
        const playlistId = await make('own_playlist', api);
        if ('missing' in displayId) return displayId;
        if ('missing' in playlistId) return playlistId;
        const schedule = {
          name: NAME,
          displayId: displayId.value,
          playlistId: playlistId.value,
          startDate: new Date().toISOString(),
          daysOfWeek: [0, 1, 2, 3, 4, 5, 6],
        };
        return makeRow('schedules', schedule, api);
      }
    }
  };

  const offers: Readonly<Record<Demand, true | string>> = {
    control: 'no documented route brings this about',
    overwriting: 'it would replace the status document that everybody reads',
    exhausting: options.allowRateLimits || 'it would use up a rate limit (--allow-rate-limits)',
    addresses:
      options.clientAddresses || 'requests may not name their own client address (--client-addresses)',
    loopback:
      ['127.0.0.1', 'localhost', '[::1]'].includes(
        new URL(options.realtimeUrl ?? options.baseUrl).hostname,
      ) || 'it is promised to the same machine only',
  };

  return {
    origins: {
      middleware: options.baseUrl,
      ...(options.realtimeUrl === null ? {} : { realtime: options.realtimeUrl }),
    },
    account: (name) =>
      options.accounts[name] ??
      (OPTION[name]
        ? `no such account was given (${OPTION[name]})`
        : 'no documented route makes such an account'),
    sharesLimits: true,
    offers: (demand) => offers[demand],
    addressOf(rowSays, from) {
      return options.clientAddresses ? addresses.of(`${rowSays}/${from}`) : null;
    },
    pace: (ask) =>
      options.clientAddresses && !ask.path.endsWith('fleet/commands') ? Promise.resolve() : options.pace(ask),
    make,
    forget: (kind, id) => {
      made.push(`${kind}/${id}`);
    },
    special: async () => null,
    enter: async (_phase, during) => during(),
    async cleanUp(api) {
      const left: string[] = [];
      for (let path = made.pop(); path !== undefined; path = made.pop()) {
        const { status } = await api(del(path));
        // A schedule goes with its display, and a row may have deleted what it was about.
        if (status !== 200 && status !== 204 && status !== 404)
          left.push(`DELETE /api/v1/${path} answered ${status}`);
      }
      return left;
    },
  };
}

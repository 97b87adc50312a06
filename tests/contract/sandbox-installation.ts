import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createPm2 } from '../../core/pm2/create-pm2.ts';
import type { RunningPart } from '../../sandbox/stack/part.ts';
import { freePorts } from '../../sandbox/stack/ports.ts';
import { loadPrograms } from '../../sandbox/stack/programs.ts';
import { pm2HomeOf, type SandboxOptions, sandboxParts } from '../../sandbox/vizora/parts.ts';
import { placesIn } from '../../sandbox/vizora/places.ts';
import { type SandboxSettings, SETTINGS_VARIABLE } from '../../sandbox/vizora/settings.ts';
import type { StrictnessName } from '../../sandbox/vizora/strictness.ts';
import { loginOf } from '../../sandbox/vizora/world/accounts.ts';
import { healthyWorld, organisation } from '../../sandbox/vizora/world/spec.ts';
import { createAddresses } from './addresses.ts';
import { get, post } from './ask.ts';
import { expiredToken, type TokenUser } from './expired-token.ts';
import { startHurriedWorker } from './hurried-worker.ts';
import type { AccountName, Api, Found, Installation, Login, Making } from './installation.ts';
import type { Phase } from './row.ts';

const OURS = 'acme-signage';
const world = healthyWorld({
  organisations: [
    organisation(OURS),
    organisation('beta-retail', { displays: 6 }),
    organisation('vizora-platform', { class: 'test', displays: 2, superAdmin: true }),
    organisation('lapsed-llc', { displays: 2, tier: 'pro', status: 'suspended' }),
    organisation('spare-signs', { displays: 1 }),
  ],
});

const accounts: Readonly<Record<AccountName, Login>> = {
  admin: loginOf(OURS, 'admin'),
  manager: loginOf(OURS, 'manager'),
  viewer: loginOf(OURS, 'viewer'),
  other: loginOf('beta-retail', 'admin'),
  super: loginOf('vizora-platform', 'admin'),
  suspended: loginOf('lapsed-llc', 'admin'),
  rested: loginOf('spare-signs', 'manager'),
};

/** The time in which every worker has read what the control port wrote. */
const ORDERS_ARRIVE_MS = 120;
const BLINK_MS = 3_000;
/** Longer than the 5.5 s after which realtime gives up on Redis. */
const LONG_OUTAGE_MS = 8_000;

export interface Sandbox {
  readonly installation: Installation;
  /** Makes it lax in these points, and strict in all others; nothing counts what was asked before. */
  takeOut(names: readonly StrictnessName[]): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a sandbox of our own, on free ports and in a folder that goes away with it. */
export async function startSandbox(): Promise<Sandbox> {
  const options: SandboxOptions = {
    dataDir: mkdtempSync(join(tmpdir(), 'vizora-contract-')),
    ports: await freePorts(),
    programs: loadPrograms(),
    world,
  };
  const running: RunningPart[] = [];
  const stopParts = async () => {
    for (const part of running.reverse()) await part.stop();
    rmSync(options.dataDir, { recursive: true, force: true });
  };
  try {
    for (const part of sandboxParts(options)) running.push(await part.start());
    const settings = settingsOf(options);
    const hurried = await startHurriedWorker(settings);
    const control = controlOf(options.ports.control);
    const addresses = createAddresses();
    return {
      installation: {
        ...installationOf(options, settings, control),
        origins: {
          middleware: `http://127.0.0.1:${options.ports.api}`,
          realtime: `http://127.0.0.1:${options.ports.realtime}`,
          control: `http://127.0.0.1:${options.ports.control}`,
          redis: `redis://127.0.0.1:${options.ports.redis}`,
          hurried: hurried.origin,
        },
        async pace(ask) {
          hurried.skip(ask.skip ?? 0);
        },
        addressOf: (row, from) => addresses.of(`${row}/${from}`),
      },
      async takeOut(names) {
        await control('PUT', '/strictness', { off: names });
        addresses.forget();
        await delay(ORDERS_ARRIVE_MS);
      },
      async stop() {
        await hurried.close();
        await stopParts();
      },
    };
  } catch (error) {
    await stopParts();
    throw error;
  }
}

type Control = (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>;

function controlOf(port: number): Control {
  return async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`the control port answers ${response.status} to ${method} ${path}: ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  };
}

/** What the apps are told; PM2 is told it in this file. */
function settingsOf({ dataDir }: SandboxOptions): SandboxSettings {
  const ecosystem = JSON.parse(readFileSync(join(placesIn(dataDir).root, 'ecosystem.json'), 'utf8')) as {
    apps: { env: Record<string, string> }[];
  };
  return JSON.parse(ecosystem.apps[0]?.env[SETTINGS_VARIABLE] ?? '') as SandboxSettings;
}

function installationOf(
  options: SandboxOptions,
  settings: SandboxSettings,
  control: Control,
): Omit<Installation, 'origins' | 'pace' | 'addressOf'> {
  const insert = async (table: string, row: object): Promise<string> =>
    String((await control('POST', `/world/${table}`, { org: OURS, ...row }))['id']);
  const silent = { status: 'offline', socketId: null, lastHeartbeat: null };

  const password = 'a password of our own';
  const make = async (kind: Making, api: Api): Promise<string> => {
    switch (kind) {
      case 'own_user_email': {
        const email = `${randomUUID()}@example.com`;
        await insert('users', { email, password, role: 'viewer' });
        return email;
      }
      case 'own_user_password':
        return password;
      case 'own_org_token': {
        const email = `${randomUUID()}@example.com`;
        const organizationId = await insert('organizations', { org: undefined });
        await insert('users', { org: undefined, organizationId, email, password, role: 'admin' });
        const { body } = await api(post('auth/login', { email, password }, 'nobody', { from: email }));
        return (body as { data: { access_token: string } }).data.access_token;
      }
      case 'own_content':
        return insert('Content', {});
      case 'own_content_in_playlist': {
        const contentId = await insert('Content', {});
        await insert('PlaylistItem', { contentId, playlistId: await insert('Playlist', {}), org: undefined });
        return contentId;
      }
      case 'own_display':
        return insert('devices', silent);
      case 'own_playlist':
        return insert('Playlist', {});
      case 'own_schedule':
        return insert('Schedule', {
          displayId: await insert('devices', silent),
          playlistId: await insert('Playlist', {}),
        });
    }
  };

  return {
    account: (name) => accounts[name],
    sharesLimits: false,
    offers: () => true,
    make: async (kind, api): Promise<Found> => ({ value: await make(kind, api) }),
    forget: () => undefined,
    async special(name) {
      if (name !== 'expired_token') return null;
      const users = (await control('GET', `/world/users?org=${OURS}`)) as unknown as TokenUser[];
      const admin = users.find(({ email }) => email === accounts.admin.email);
      if (admin === undefined) throw new Error('the world has no administrator');
      return { value: expiredToken(settings.jwtSecret, admin, Date.now()) };
    },
    enter: (phase, during, api) => enter(phase, during, api, control, options),
  };
}

/** Breaks and heals what a phase is about. What rows need to know is asked for before anything is broken. */
async function enter(
  phase: Phase,
  during: () => Promise<void>,
  api: Api,
  control: Control,
  options: SandboxOptions,
): Promise<void> {
  const broken = async (fault: string, act: () => Promise<void>): Promise<void> => {
    for (const who of ['admin', 'rested'] as const) await api(get('auth/me', who));
    await control('POST', `/faults/${fault}`, {});
    try {
      await act();
    } finally {
      await control('DELETE', `/faults/${fault}`);
    }
  };
  switch (phase) {
    case 'database_down':
      return broken('database_down', async () => {
        await delay(500);
        await during();
      });
    case 'redis_blink':
      return broken('redis_down', async () => {
        const healed = delay(BLINK_MS).then(() => control('DELETE', '/faults/redis_down'));
        await Promise.all([during(), healed]);
      });
    case 'redis_down':
      return broken('redis_down', async () => {
        await delay(1_000);
        await Promise.all([during(), delay(LONG_OUTAGE_MS)]);
      });
    case 'redis_back_late':
      await delay(3_000);
      return during();
    case 'realtime_restarted': {
      const pm2 = createPm2({ home: pm2HomeOf(options), timeoutMs: 5_000 });
      const realtime = (await pm2.list()).find(({ name }) => name === 'vizora-realtime');
      if (realtime === undefined) throw new Error('PM2 does not know vizora-realtime');
      await pm2.restart(realtime.pmId);
      return during();
    }
    default:
      return during();
  }
}

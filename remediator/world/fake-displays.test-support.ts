import type { Clock } from '../../core/clock.ts';
import type { DisplayReader, DisplaySeen, DisplayWriter } from '../tools/displays.ts';

const DAY = 86_400_000;
const HEARTBEATS_WRITTEN_EVERY_MS = 60_000;

/** In the form of the platform's ids. */
export const displayId = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export interface FakeDisplay {
  readonly id: string;
  location: string | null;
  status: string;
  isDisabled: boolean;
  pairedAt: string | null;
  unpairedAt: string | null;
  updatedAt: string;
  /** Null while its heartbeats come; else when the last one was. */
  silentSince: number | null;
  /** Whether it holds a socket that takes commands. */
  connected: boolean;
  /** What it does when it is told to reload, other than to come back. */
  onReload: 'comes back' | 'disconnects' | 'nothing';
  wasSeen: boolean;
}

interface FakeDisplaysOptions {
  readonly clock: Clock;
  /** The time by the platform's clock. */
  platformNow(): number;
  /** Notes a read. */
  read(what: string): void;
  /** Notes a write, which then has its effect or not. */
  act(done: { verb: string; on: string; value?: unknown }, effect: () => void): Promise<void>;
}

/** Twenty displays of a healthy organisation, three of them in the lobby, which are heard of every minute. */
export function createFakeDisplays({ clock, platformNow, read, act }: FakeDisplaysOptions) {
  const iso = (ms: number) => new Date(ms).toISOString();
  const displays = new Map<string, FakeDisplay>();
  const world = {
    displays,
    /** The list is read only in part. */
    listCut: false,
    /** No display can be read by its id. */
    unreadable: false,
    /** Called after each display was read. */
    onRead: (_id: string): void => undefined,
    add(count: number, location: string | null) {
      for (let n = 0; n < count; n++) {
        const id = displayId(displays.size);
        displays.set(id, {
          id,
          location,
          status: 'online',
          isDisabled: false,
          pairedAt: iso(clock.now() - 90 * DAY),
          unpairedAt: null,
          updatedAt: iso(clock.now() - DAY),
          silentSince: null,
          connected: true,
          onReload: 'comes back',
          wasSeen: true,
        });
      }
    },
    get(n: number): FakeDisplay {
      const found = displays.get(displayId(n));
      if (found === undefined) throw new Error('there is no such display');
      return found;
    },
    /** It has not been heard of for so long. */
    silence(n: number, forMs: number, special: Partial<FakeDisplay> = {}): string {
      const since = clock.now() - forMs;
      const display = Object.assign(world.get(n), { status: 'offline', silentSince: since, ...special });
      display.updatedAt = iso(since);
      return display.id;
    },
    /** It says that it is in error. */
    fail(n: number): string {
      return Object.assign(world.get(n), { status: 'error', updatedAt: iso(clock.now()) }).id;
    },
  };
  world.add(3, 'Lobby');
  world.add(17, 'Hall');

  function seen(display: FakeDisplay): DisplaySeen {
    const { silentSince, connected: _, onReload: __, wasSeen, ...row } = display;
    const now = platformNow();
    const last = silentSince ?? now - (now % HEARTBEATS_WRITTEN_EVERY_MS);
    return { ...row, lastHeartbeat: wasSeen ? iso(last) : null };
  }

  function ofId(id: string): FakeDisplay {
    const found = displays.get(id);
    if (found === undefined) throw new Error('there is no such display');
    return found;
  }

  const source: DisplayReader & DisplayWriter = {
    platformNow,
    async getDisplay(id) {
      read(`display ${id}`);
      if (world.unreadable) throw new Error('the platform does not answer');
      const found = displays.get(id);
      const row = found === undefined ? null : seen(found);
      world.onRead(id);
      return row;
    },
    async countDisplays() {
      read('display count');
      return displays.size;
    },
    async listDisplays() {
      read('display list');
      return world.listCut
        ? { complete: false, detail: 'page 2 did not come' }
        : { complete: true, items: [...displays.values()].map(seen), at: clock.now() };
    },
    async setDisplayStatus(id, status) {
      const display = ofId(id);
      await act({ verb: 'setDisplayStatus', on: id, value: status }, () =>
        Object.assign(display, { status, updatedAt: iso(clock.now()) }),
      );
      return { status };
    },
    async reloadDisplay(id) {
      const display = ofId(id);
      await act({ verb: 'reloadDisplay', on: id }, () => {
        if (!display.connected || display.onReload === 'nothing') return;
        // Disconnecting stamps the row, too.
        const silentSince = display.onReload === 'comes back' ? null : clock.now();
        Object.assign(display, { silentSince, updatedAt: iso(clock.now()) });
      });
      const delivered = display.connected ? 1 : 0;
      return { devicesTargeted: 1, devicesQueued: 1 - delivered, devicesDelivered: delivered };
    },
  };

  return { world, source };
}

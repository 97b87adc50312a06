import type { Display } from '../../core/vizora/display.ts';
import type { DisplayGroup } from '../../core/vizora/display-group.ts';
import type { Playlist } from '../../core/vizora/playlist.ts';
import type { Scan } from '../../core/vizora/scan.ts';
import type { Schedule } from '../../core/vizora/schedule.ts';
import { isJudgement, type Snapshot, type Statement } from '../agent.ts';

/** A Wednesday. */
export const NOW = Date.parse('2026-03-04T12:00:00.000Z');
export const ago = (ms: number): string => new Date(NOW - ms).toISOString();
export const DAY = 86_400_000;

/** Paired, heard of just now, in the lobby, with a playlist of its own. */
export const display = (special: Partial<Display> = {}): Display => ({
  id: 'd1',
  name: 'Lobby left',
  location: 'HQ Lobby',
  status: 'online',
  timezone: 'UTC',
  lastHeartbeat: ago(0),
  isDisabled: false,
  currentPlaylistId: 'p1',
  pairedAt: ago(100 * DAY),
  unpairedAt: null,
  createdAt: ago(100 * DAY),
  updatedAt: ago(0),
  ...special,
});

/** In force on every day, for the display d1. */
export const schedule = (special: Partial<Schedule> = {}): Schedule => ({
  id: 's1',
  name: 'Lunch',
  isActive: true,
  startDate: ago(50 * DAY),
  endDate: null,
  startTime: null,
  endTime: null,
  daysOfWeek: [0, 1, 2, 3, 4, 5, 6],
  priority: 0,
  playlistId: 'p1',
  displayId: special.displayGroupId === undefined ? 'd1' : null,
  displayGroupId: null,
  updatedAt: ago(50 * DAY),
  playlist: undefined,
  ...special,
});

/** With one item that is delivered. */
export const playlist = (special: Partial<Playlist> = {}): Playlist => ({
  id: 'p1',
  name: 'Welcome',
  updatedAt: ago(50 * DAY),
  items: [{ contentId: 'c1', content: { status: 'active', name: 'welcome' } }],
  ...special,
});

export const group = (id: string, ...displayIds: string[]): DisplayGroup => ({ id, name: id, displayIds });

export const whole = <T>(...items: T[]): Scan<T> => ({
  complete: true,
  items,
  total: items.length,
  at: NOW,
});
export const cut = <T>(...items: T[]): Scan<T> => ({
  complete: false,
  reason: 'timeout',
  detail: 'page 2',
  items,
  at: NOW,
});

export interface OrganisationWorld {
  readonly org?: string;
  readonly displays?: Scan<Display>;
  readonly groups?: Scan<DisplayGroup>;
  readonly schedules?: Scan<Schedule>;
  readonly playlists?: Scan<Playlist>;
  readonly expiresAt?: (contentId: string) => string | null | undefined;
  readonly isGone?: (id: string) => boolean | null;
}

/** The sections of a snapshot in which all is well, but for what is given. */
export function snapshotOf(...worlds: OrganisationWorld[]): Snapshot {
  const each = <T>(make: (world: OrganisationWorld) => T) =>
    worlds.map((world) => ({ org: world.org ?? 'acme', ...make(world) }));
  const sections: Partial<Snapshot> = {
    displays: each(({ displays }) => ({ scan: displays ?? whole(display()) })),
    displayGroups: each(({ groups }) => ({ scan: groups ?? whole() })),
    schedules: each(({ schedules }) => ({ scan: schedules ?? whole() })),
    playlists: each(({ playlists }) => ({ scan: playlists ?? whole(playlist()) })),
    contentExpiries: each(({ expiresAt }) => ({ expiresAt: expiresAt ?? (() => null) })),
    missingDisplays: each(({ isGone }) => ({ isGone: isGone ?? (() => null) })),
    missingPlaylists: each(({ isGone }) => ({ isGone: isGone ?? (() => null) })),
  };
  return sections as Snapshot;
}

/** What was judged to be so, each as `incident kind/id`. */
export const withVerdict = (verdict: string, statements: readonly Statement[]): string[] =>
  statements
    .filter(isJudgement)
    .filter(({ finding }) => finding.verdict === verdict)
    .map(({ incident, target }) => `${incident} ${target.kind}/${target.id}`);

/** What was not covered, each as `incident reason`. */
export const gaps = (statements: readonly Statement[]): string[] =>
  statements.flatMap((statement) =>
    isJudgement(statement) || statement.gap === null ? [] : [`${statement.incident} ${statement.gap.reason}`],
  );

import type { ProgrammeDisplay } from './effective-content.ts';
import { createProgramme, type Programme, type ProgrammeParts, type ProgrammeSchedule } from './programme.ts';

/** A Wednesday, at noon in UTC. */
export const NOON = '2026-03-04T12:00:00.000Z';

/** What is special about a world in which the display d1, of group g1, shows its own playlist. */
export interface ProgrammeWorld {
  readonly now?: string;
  readonly display?: Partial<ProgrammeDisplay>;
  readonly schedules?: readonly Partial<ProgrammeSchedule>[];
  readonly groups?: ProgrammeParts['groups'];
  /** By the ids of contents; undefined is what is not known. */
  readonly expiries?: Readonly<Record<string, string | null | undefined>>;
  readonly gone?: readonly string[];
}

const active = (contentId: string) => ({ contentId, content: { status: 'active' } });

/** Playlists by what they give. */
const PLAYLISTS: ProgrammeParts['playlists'] = [
  { id: 'own', items: [active('c-own')] },
  { id: 'promo', items: [active('c-promo')] },
  { id: 'menu', items: [active('c-menu')] },
  { id: 'empty', items: [] },
  { id: 'archived', items: [{ contentId: 'c-old', content: { status: 'archived' } }] },
  { id: 'ageing', items: [active('c-ageing')] },
  { id: 'mixed', items: [{ contentId: 'c-old', content: { status: 'archived' } }, active('c-promo')] },
  { id: 'hollow', items: [{ contentId: 'c-gone', content: null }] },
];

/** A schedule for d1 that is always in force, on every day. */
export const schedule = (special: Partial<ProgrammeSchedule> = {}): ProgrammeSchedule => ({
  id: 's1',
  isActive: true,
  startDate: '2020-01-01T00:00:00.000Z',
  endDate: null,
  startTime: null,
  endTime: null,
  daysOfWeek: [0, 1, 2, 3, 4, 5, 6],
  priority: 0,
  playlistId: 'promo',
  displayId: special.displayGroupId === undefined ? 'd1' : null,
  displayGroupId: null,
  ...special,
});

export const displayOf = ({ display }: ProgrammeWorld): ProgrammeDisplay => ({
  id: 'd1',
  isDisabled: false,
  timezone: 'UTC',
  currentPlaylistId: 'own',
  ...display,
});

export function programmeOf({ now = NOON, schedules = [], ...world }: ProgrammeWorld): Programme {
  const { groups = [{ id: 'g1', displayIds: ['d0', 'd1'] }], expiries = {}, gone = [] } = world;
  return createProgramme(
    {
      schedules: schedules.map((special, i) => schedule({ id: `s${i + 1}`, ...special })),
      groups,
      playlists: PLAYLISTS,
      expiresAt: (id) => (Object.hasOwn(expiries, id) ? expiries[id] : null),
      isGone: (id) => (gone.includes(id) ? true : null),
    },
    Date.parse(now),
  );
}

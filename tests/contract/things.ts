import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { get, post } from './ask.ts';
import type { AccountName, Api, Found, Installation, Making } from './installation.ts';
import type { Who } from './row.ts';

const DAY = 86_400_000;

const list = <T extends z.ZodType>(item: T) => z.object({ data: z.object({ data: z.array(item) }) });
const withId = z.object({ id: z.string() });
const playlist = withId.extend({ items: z.array(z.object({ contentId: z.string() })) });
const group = withId.extend({ displays: z.array(z.object({ displayId: z.string() })) });
const schedule = withId.extend({
  isActive: z.boolean(),
  displayId: z.string().nullable(),
  displayGroupId: z.string().nullable(),
  startTime: z.number().nullable(),
  endTime: z.number().nullable(),
  endDate: z.string().nullable(),
  daysOfWeek: z.array(z.number()),
});

/** Looks up what the names in the table stand for, once for a whole run; what is made is made for each row. */
export interface Things {
  /** @param own what was made for this row so far */
  find(name: string, own: Map<string, Found>): Promise<Found>;
}

export function createThings(
  installation: Installation,
  api: Api,
  tokenOf: (who: AccountName) => Promise<Found>,
): Things {
  const known = new Map<string, Promise<Found>>();
  const now = Date.now();

  const rows = async <T extends z.ZodType>(path: string, as: Who, item: T): Promise<z.infer<T>[]> => {
    const { body } = await api(get(`${path}?limit=100`, as));
    const read = list(item).safeParse(body);
    return read.success ? read.data.data.data : [];
  };
  const one = async (what: string, found: Promise<string | undefined>): Promise<Found> => {
    const value = await found;
    return value === undefined ? { missing: `there is no ${what}` } : { value };
  };
  // The oldest, since what is made meanwhile is newer.
  const oldest = async (what: string, path: string, as: AccountName): Promise<Found> => {
    const session = await tokenOf(as);
    if ('missing' in session) return session;
    return one(
      `${what} in the organisation`,
      rows(path, as, withId).then((all) => all.at(-1)?.id),
    );
  };
  const scheduleWith = (
    what: string,
    holds: (s: z.infer<typeof schedule>) => boolean,
    key: keyof z.infer<typeof schedule>,
  ) =>
    one(
      what,
      rows('schedules', 'admin', schedule).then((all) => all.findLast(holds)?.[key]?.toString()),
    );
  const organisation = async (as: AccountName): Promise<Found> => {
    const session = await tokenOf(as);
    if ('missing' in session) return session;
    const { body } = await api(get('organizations/current', as));
    const read = z.object({ data: withId }).safeParse(body);
    return read.success ? { value: read.data.data.id } : { missing: 'the organisation cannot be read' };
  };

  const finders: Readonly<Record<string, () => Promise<Found>>> = {
    display: () => oldest('display', 'displays', 'admin'),
    content: () => oldest('content', 'content', 'admin'),
    playlist: () => oldest('playlist', 'playlists', 'admin'),
    schedule: () => oldest('schedule', 'schedules', 'admin'),
    group: () => oldest('group of displays', 'display-groups', 'admin'),
    other_display: () => oldest('display', 'displays', 'other'),
    other_content: () => oldest('content', 'content', 'other'),
    other_playlist: () => oldest('playlist', 'playlists', 'other'),
    other_schedule: () => oldest('schedule', 'schedules', 'other'),
    playlist_with_items: () =>
      one(
        'playlist with items',
        rows('playlists', 'admin', playlist).then((all) => all.findLast(({ items }) => items.length > 0)?.id),
      ),
    content_in_playlist: () =>
      one(
        'playlist with items',
        rows('playlists', 'admin', playlist).then(
          (all) => all.flatMap(({ items }) => items).at(-1)?.contentId,
        ),
      ),
    display_in_group: () =>
      one(
        'group with displays',
        rows('display-groups', 'admin', group).then(
          (all) => all.flatMap(({ displays }) => displays).at(-1)?.displayId,
        ),
      ),
    display_with_schedule: () =>
      scheduleWith('active schedule for a display', (s) => s.isActive && s.displayId !== null, 'displayId'),
    busy_display: () =>
      scheduleWith(
        'active schedule for a display on weekdays before noon',
        (s) =>
          s.isActive &&
          s.displayId !== null &&
          s.endDate === null &&
          (s.startTime ?? 0) < 720 &&
          (s.endTime ?? 1_440) > 540 &&
          s.daysOfWeek.some((day) => day >= 1 && day <= 5),
        'displayId',
      ),
    group_schedule: () => scheduleWith('schedule for a group', (s) => s.displayGroupId !== null, 'id'),
    org: () => organisation('admin'),
    other_org: () => organisation('other'),
    yesterday: async () => ({ value: new Date(now - DAY).toISOString() }),
    in_a_week: async () => ({ value: new Date(now + 7 * DAY).toISOString() }),
  };

  const ofAccount = async (name: string): Promise<Found | null> => {
    const [, who, what] =
      /^(viewer|manager|admin|other|super|suspended)_(email|password|email_shouted|email_encoded|password_encoded|token)$/.exec(
        name,
      ) ?? [];
    if (who === undefined) return null;
    if (what === 'token') return tokenOf(who as AccountName);
    const login = installation.account(who as AccountName);
    if (typeof login === 'string') return { missing: login };
    const value = what?.startsWith('email') ? login.email : login.password;
    if (what?.endsWith('_shouted')) return { value: value.toUpperCase() };
    return { value: what?.endsWith('_encoded') ? encodeURIComponent(value) : value };
  };

  const lookUp = async (name: string): Promise<Found> =>
    (await installation.special(name)) ??
    (await ofAccount(name)) ??
    (await finders[name]?.()) ?? { missing: `nobody knows {${name}}` };

  return {
    async find(name, own) {
      if (name === 'own_stranger') {
        const stranger = own.get(name) ?? { value: `stranger-${randomUUID()}@nowhere.example` };
        own.set(name, stranger);
        return stranger;
      }
      if (name.startsWith('own_')) {
        const made = own.get(name) ?? (await installation.make(name as Making, api));
        own.set(name, made);
        return made;
      }
      const found = known.get(name) ?? lookUp(name);
      known.set(name, found);
      return found;
    },
  };
}

/** A session for each account, opened when it is first needed. */
export function createSessions(installation: Installation, api: Api): (who: AccountName) => Promise<Found> {
  const open = new Map<AccountName, Promise<Found>>();
  const logIn = async (who: AccountName): Promise<Found> => {
    const login = installation.account(who);
    if (typeof login === 'string') return { missing: login };
    const { status, body } = await api(post('auth/login', { ...login }, 'nobody'));
    const read = z.object({ data: z.object({ access_token: z.string() }) }).safeParse(body);
    return read.success
      ? { value: read.data.data.access_token }
      : { missing: `the login as ${who} was answered with ${status}` };
  };
  return (who) => {
    const session = open.get(who) ?? logIn(who);
    open.set(who, session);
    return session;
  };
}

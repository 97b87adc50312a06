import { z } from 'zod';
import type { ReadRoute } from '../../core/vizora/answers.ts';
import { VizoraError, type VizoraErrorKind } from '../../core/vizora/errors.ts';
import type { OrganisationApi } from '../../core/vizora/organisation.ts';
import { readAnswer } from '../../core/vizora/read-answer.ts';
import { ROUTES, type RouteName } from '../../core/vizora/routes.ts';
import { type WatchedOrganisation, watchOrganisation } from '../watched-organisation.ts';
import type { ProbedRoute } from './need.ts';

const at = '2026-03-01T12:00:00.000Z';
const content = {
  ...{ id: 'c1', name: 'Menu', type: 'image', status: 'active', thumbnail: null, fileSize: 1 },
  ...{ createdAt: at, updatedAt: at },
};
const detail = {
  ...content,
  ...{
    expiresAt: null,
    replacementContentId: null,
    previousVersionId: null,
    isGlobal: false,
    metadata: null,
  },
  playlistItems: [{ playlistId: 'p1' }],
};
const display = {
  ...{
    id: 'd1',
    deviceIdentifier: 'lobby',
    nickname: null,
    location: null,
    status: 'online',
    timezone: 'UTC',
  },
  ...{ lastHeartbeat: at, isDisabled: false, currentPlaylistId: null, pairedAt: at, unpairedAt: null },
  ...{ createdAt: at, updatedAt: at },
};
const schedule = {
  ...{
    id: 's1',
    name: 'Lunch',
    isActive: true,
    startDate: at,
    endDate: null,
    startTime: null,
    endTime: null,
  },
  ...{ daysOfWeek: [1], priority: 0, playlistId: 'p1', displayId: 'd1', displayGroupId: null, updatedAt: at },
};
const playlist = { id: 'p1', name: 'Loop', updatedAt: at, items: [{ contentId: 'c1', content }] };
const page = (...data: unknown[]) => ({ data, meta: { total: data.length } });

/** What each route answers on a healthy platform. */
export const healthyAnswers: Readonly<Record<ReadRoute, unknown>> = {
  whoAmI: { user: { organization: { slug: 'acme', name: 'Acme' } } },
  listDisplays: page(display),
  getDisplay: display,
  listDisplayGroups: page({ id: 'g1', name: 'All', displays: [{ displayId: 'd1' }] }),
  listSchedules: page(schedule),
  getSchedule: schedule,
  listPlaylists: page(playlist),
  getPlaylist: { ...playlist, items: [{ contentId: 'c1', content: detail }] },
  listContents: page(content),
  getContent: detail,
  storage: { usedBytes: 1, quotaBytes: 2 },
  validation: { timestamp: at, issues: [] },
  readStatus: {},
  live: { status: 'ok', timestamp: at },
  ready: { status: 'ok', timestamp: at },
  listOrganisations: { data: [], total: 0 },
};
export const emptyPage = page();

type Answer = () => unknown;

/** An organisation on a platform to which a test does what it is about, route by route. */
export interface FakeOrganisation {
  readonly organisation: WatchedOrganisation;
  /** What routes do instead of answering as on a healthy platform. */
  readonly special: Partial<Record<ProbedRoute, Answer>>;
  /** What every request gets instead; null for nothing in particular. */
  instead: Answer | null;
  /** The routes that were asked, in order. */
  readonly asked: ProbedRoute[];
}

export function fakeOrganisation(slug = 'acme'): FakeOrganisation {
  const answer = async (route: ProbedRoute, healthy: Answer) => {
    fake.asked.push(route);
    return (fake.instead ?? fake.special[route] ?? healthy)();
  };
  const api: Pick<OrganisationApi, 'peek' | 'knock'> = {
    peek: (route) => answer(route, () => healthyAnswers[route]),
    knock: (route) => answer(route, refused(route, 403, 'Insufficient permissions. Required roles: admin')),
  };
  const account = { email: 'a@example.com', password: { env: 'P' } };
  const fake: FakeOrganisation = {
    organisation: watchOrganisation({ slug, class: 'customer', reader: account }, api as OrganisationApi),
    special: {},
    instead: null,
    asked: [],
  };
  return fake;
}

/** What the client makes of a refusal by the platform. */
export const refused = (route: RouteName, status: number, message: string) => (): unknown =>
  readAnswer(
    ROUTES[route],
    { status, headers: {}, text: JSON.stringify({ message, statusCode: status }) },
    z.unknown(),
    0,
  );

/** The platform has no such route. */
export const gone = (route: RouteName) =>
  refused(route, 404, `Cannot ${ROUTES[route].replace(':id', 'some-id')}`);

/** Trouble on the way. */
export const trouble = (kind: VizoraErrorKind, route: RouteName) => (): never => {
  throw new VizoraError(kind, ROUTES[route], 'trouble');
};

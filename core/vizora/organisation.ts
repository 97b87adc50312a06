import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { ANSWERS, type ReadRoute } from './answers.ts';
import type { Call, CallOptions } from './call.ts';
import { CommandReceipt } from './command-receipt.ts';
import type { Content } from './content.ts';
import type { ContentDetail } from './content-detail.ts';
import { ContentState } from './content-state.ts';
import { Display } from './display.ts';
import type { DisplayGroup } from './display-group.ts';
import { VizoraError } from './errors.ts';
import type { KnownOrganisation } from './known-organisation.ts';
import { PAGE_LIMIT, type Page } from './page.ts';
import { platformTime } from './platform-time.ts';
import type { Playlist, PlaylistDetail } from './playlist.ts';
import { REFUSED_WRITES, type RefusedWrite, type Write } from './refused-writes.ts';
import { ROUTES, type Route } from './routes.ts';
import { ROW_ID } from './row-id.ts';
import { type Scan, scan } from './scan.ts';
import { Schedule } from './schedule.ts';
import type { Session, SessionState } from './session.ts';
import type { StorageUsage } from './storage-usage.ts';
import type { Validation } from './validation.ts';
import type { WhoAmI } from './who-am-i.ts';

/**
 * The platform's API as one account of one organisation sees it. Lists never throw for trouble outside: an incomplete
 * scan says why. All else throws VizoraError; what is read by id is null when the organisation has no such thing.
 */
export interface OrganisationApi {
  /** The time by the clock that writes the dates of rows, in ms since the epoch. */
  platformNow(): number;
  whoAmI(): Promise<WhoAmI>;
  listDisplays(): Promise<Scan<Display>>;
  getDisplay(id: string): Promise<Display | null>;
  countDisplays(): Promise<number>;
  /** Writes the column and nothing else: what the display itself says next stands again. Sent once, as all writes. */
  setDisplayStatus(id: string, status: 'offline', signal?: AbortSignal): Promise<Display>;
  /** Asks a display to load its player anew. The platform counts these for each organisation. Sent once, as all writes. */
  reloadDisplay(id: string, signal?: AbortSignal): Promise<CommandReceipt>;
  listDisplayGroups(): Promise<Scan<DisplayGroup>>;
  listSchedules(): Promise<Scan<Schedule>>;
  getSchedule(id: string): Promise<Schedule | null>;
  /**
   * Sent once: after a `timeout` or a `connection` error it may or may not have happened.
   *
   * @param signal ends waiting for a login or for room; once aborted nothing is sent
   */
  setScheduleActive(id: string, active: boolean, signal?: AbortSignal): Promise<Schedule>;
  countSchedules(): Promise<number>;
  listPlaylists(): Promise<Scan<Playlist>>;
  getPlaylist(id: string): Promise<PlaylistDetail | null>;
  listContents(): Promise<Scan<Content>>;
  getContent(id: string): Promise<ContentDetail | null>;
  countContents(): Promise<number>;
  /** Works from every status, and on what is archived already. Sent once, as all writes. */
  archiveContent(id: string, signal?: AbortSignal): Promise<ContentState>;
  /** Makes it active, whatever it was before, and leaves its expiry alone. Sent once, as all writes. */
  restoreContent(id: string, signal?: AbortSignal): Promise<ContentState>;
  storage(): Promise<StorageUsage>;
  validation(): Promise<Validation>;
  /** Replaces the status document, of which there is one for all tenants. */
  postStatus(document: object): Promise<void>;
  readStatus(): Promise<unknown>;
  /** For super admins only. */
  listOrganisations(): Promise<Scan<KnownOrganisation>>;
  /** What the route answers, inside its envelope and otherwise unread, secrets included; of a list, its first row. */
  peek(route: ReadRoute, id?: string): Promise<unknown>;
  /** Asks for what the platform must refuse before it could act: the VizoraError tells whether the route is there. */
  knock(route: RefusedWrite): Promise<unknown>;
  state(): SessionState;
  /** Logs out; afterwards nothing can be asked. */
  close(): Promise<void>;
}

/** A peek comes after those whose turn it is, even where a long list takes all that a minute allows. */
const PEEK_WAIT_MS = 65_000;

export interface OrganisationParts {
  readonly session: Session;
  readonly call: Call;
  readonly clock: Clock;
  /** Our clock minus the platform's in ms; null before its first answer. */
  clockSkewMs(): number | null;
}

export function createOrganisation(parts: OrganisationParts): OrganisationApi {
  const { session, call, clock } = parts;

  /** A refused token was refused before anything happened, so that even a write may be sent again. */
  async function ask<T>(options: CallOptions<T>): Promise<T> {
    const token = await session.token();
    try {
      return await call({ ...options, token });
    } catch (error) {
      if (!(error instanceof VizoraError) || error.kind !== 'unauthorized') throw error;
      session.refused(token);
      return call({ ...options, token: await session.token() });
    }
  }

  const read = <T>(route: Route, path: string, schema: z.ZodType<T>): Promise<T> =>
    ask({ method: 'GET', route, path, schema });

  const readPage = <T>(
    route: Route,
    schema: z.ZodType<Page<T>>,
    [page, limit]: readonly [number, number],
    withinMs?: number,
  ): Promise<Page<T>> =>
    ask({
      method: 'GET',
      route,
      path: `${pathOf(route)}?page=${page}&limit=${limit}`,
      schema,
      maxWaitMs: withinMs,
      timeoutMs: withinMs,
    });

  async function list<T extends { readonly id: string }>(
    route: Route,
    schema: z.ZodType<Page<T>>,
  ): Promise<Scan<T>> {
    try {
      // Before the walk: waiting for a login is no part of its time.
      await session.token();
    } catch (error) {
      if (!(error instanceof VizoraError)) throw error;
      return { complete: false, reason: error.kind, detail: error.message, items: [], at: clock.now() };
    }
    return scan((page, withinMs) => readPage(route, schema, [page, PAGE_LIMIT], withinMs), { clock });
  }

  async function byId<T extends { readonly id: string }>(
    route: Route,
    schema: z.ZodType<T>,
    id: string,
  ): Promise<T | null> {
    try {
      return sameId(id, route, await read(route, pathOf(route, id), schema));
    } catch (error) {
      if (error instanceof VizoraError && isMissingRow(error)) return null;
      throw error;
    }
  }

  const countOf = async (route: Route, schema: z.ZodType<Page<unknown>>): Promise<number> =>
    (await readPage(route, schema, [1, 1])).total;

  async function setContentStatus(
    route: typeof ROUTES.archiveContent | typeof ROUTES.restoreContent,
    id: string,
    status: string,
    signal: AbortSignal | undefined,
  ): Promise<ContentState> {
    const answer = await ask({
      method: 'POST',
      route,
      path: pathOf(route, id),
      schema: ContentState,
      signal,
    });
    const content = sameId(id, route, answer);
    if (content.status === status) return content;
    throw new VizoraError('unexpected_shape', route, `the answer says ${content.status}, and not ${status}`);
  }

  return {
    platformNow: () => platformTime(clock.now(), parts.clockSkewMs()),
    whoAmI: () => read(ROUTES.whoAmI, pathOf(ROUTES.whoAmI), ANSWERS.whoAmI),
    listDisplays: () => list(ROUTES.listDisplays, ANSWERS.listDisplays),
    getDisplay: (id) => byId(ROUTES.getDisplay, ANSWERS.getDisplay, id),
    countDisplays: () => countOf(ROUTES.listDisplays, ANSWERS.listDisplays),
    async setDisplayStatus(id, status, signal) {
      const route = ROUTES.updateDisplay;
      const path = pathOf(route, id);
      const answer = await ask({ method: 'PATCH', route, path, body: { status }, schema: Display, signal });
      const display = sameId(id, route, answer);
      if (display.status === status) return display;
      throw new VizoraError(
        'unexpected_shape',
        route,
        `the status is ${display.status} after setting it to ${status}`,
      );
    },
    async reloadDisplay(id, signal) {
      const route = ROUTES.sendFleetCommand;
      const body = { command: 'reload', target: { type: 'device', id: rowId(id, route) } };
      const receipt = await ask({
        method: 'POST',
        route,
        path: pathOf(route),
        body,
        schema: CommandReceipt,
        signal,
      });
      sameId(id, route, receipt.target);
      return receipt;
    },
    listDisplayGroups: () => list(ROUTES.listDisplayGroups, ANSWERS.listDisplayGroups),
    listSchedules: () => list(ROUTES.listSchedules, ANSWERS.listSchedules),
    getSchedule: (id) => byId(ROUTES.getSchedule, ANSWERS.getSchedule, id),
    async setScheduleActive(id, active, signal) {
      const route = ROUTES.updateSchedule;
      // The platform takes any non-empty string for true, "false" too.
      const body = { isActive: z.boolean().parse(active) };
      const answer = await ask({
        method: 'PATCH',
        route,
        path: pathOf(route, id),
        body,
        schema: Schedule,
        signal,
      });
      const schedule = sameId(id, route, answer);
      if (schedule.isActive === active) return schedule;
      throw new VizoraError(
        'unexpected_shape',
        route,
        `isActive is ${schedule.isActive} after setting it to ${active}`,
      );
    },
    countSchedules: () => countOf(ROUTES.listSchedules, ANSWERS.listSchedules),
    listPlaylists: () => list(ROUTES.listPlaylists, ANSWERS.listPlaylists),
    getPlaylist: (id) => byId(ROUTES.getPlaylist, ANSWERS.getPlaylist, id),
    listContents: () => list(ROUTES.listContents, ANSWERS.listContents),
    getContent: (id) => byId(ROUTES.getContent, ANSWERS.getContent, id),
    countContents: () => countOf(ROUTES.listContents, ANSWERS.listContents),
    archiveContent: (id, signal) => setContentStatus(ROUTES.archiveContent, id, 'archived', signal),
    restoreContent: (id, signal) => setContentStatus(ROUTES.restoreContent, id, 'active', signal),
    storage: () => read(ROUTES.storage, pathOf(ROUTES.storage), ANSWERS.storage),
    validation: () => read(ROUTES.validation, pathOf(ROUTES.validation), ANSWERS.validation),
    async postStatus(document) {
      const route = ROUTES.postStatus;
      await ask({ method: 'POST', route, path: pathOf(route), body: document, schema: z.unknown() });
    },
    readStatus: () => read(ROUTES.readStatus, pathOf(ROUTES.readStatus), ANSWERS.readStatus),
    listOrganisations: () => list(ROUTES.listOrganisations, ANSWERS.listOrganisations),
    peek(name, id) {
      const route = ROUTES[name];
      const path = pathOf(route, id) + (name.startsWith('list') ? '?page=1&limit=1' : '');
      return ask({ method: 'GET', route, path, schema: z.unknown(), maxWaitMs: PEEK_WAIT_MS });
    },
    knock(name) {
      const route = ROUTES[name];
      const { method, id, body }: Write = REFUSED_WRITES[name];
      return ask({ method, route, path: pathOf(route, id), body, schema: z.unknown() });
    },
    state: session.state,
    close: session.close,
  };
}

/** The path of a route below `/api/v1`, with the id of the one thing that it is about. */
function pathOf(route: Route, id?: string): string {
  const path = route.replace(/^[A-Z]+ \/api\/v1/, '');
  return id === undefined ? path : path.replace(':id', encodeURIComponent(rowId(id, route)));
}

/** Ids come from alerts: whatever else stands there never gets into a path, or into a command. */
function rowId(id: string, route: string): string {
  if (ROW_ID.test(id)) return id;
  throw new VizoraError('rejected', route, 'this is not an id of the platform; nothing was sent');
}

function sameId<T extends { readonly id: string }>(id: string, route: string, answer: T): T {
  if (answer.id === id) return answer;
  throw new VizoraError(
    'unexpected_shape',
    route,
    'the answer is about another thing than the one asked for',
  );
}

/** An unknown row, and not an unknown route, which says "Cannot GET ...". */
function isMissingRow({ kind, status, platformMessage }: VizoraError): boolean {
  return kind === 'rejected' && status === 404 && platformMessage?.startsWith('Cannot ') === false;
}

import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Call, CallOptions } from './call.ts';
import { VizoraError } from './errors.ts';
import { PAGE_LIMIT, type Page, pageOf } from './page.ts';
import { ROUTES } from './routes.ts';
import { type Scan, scan } from './scan.ts';
import { Schedule } from './schedule.ts';
import type { Session, SessionState } from './session.ts';
import { WhoAmI } from './who-am-i.ts';

/** The platform's API as one account of one organisation sees it. All but the lists throw VizoraError. */
export interface OrganisationApi {
  whoAmI(): Promise<WhoAmI>;
  /** Never throws for trouble outside: an incomplete scan says why. */
  listSchedules(): Promise<Scan<Schedule>>;
  /** Null when the organisation has no such schedule. */
  getSchedule(id: string): Promise<Schedule | null>;
  /**
   * Sent once: after a `timeout` or a `connection` error it may or may not have happened.
   *
   * @param signal ends waiting for a login or for room; once aborted nothing is sent
   */
  setScheduleActive(id: string, active: boolean, signal?: AbortSignal): Promise<Schedule>;
  countSchedules(): Promise<number>;
  state(): SessionState;
  /** Logs out; afterwards nothing can be asked. */
  close(): Promise<void>;
}

/** A CUID or a UUID, which is all that the platform accepts, and nothing that could change a path. */
const ID = /^(c[a-z0-9]{19,29}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export function createOrganisation(parts: { session: Session; call: Call; clock: Clock }): OrganisationApi {
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

  const schedulePage = pageOf(Schedule);
  const readSchedules = (page: number, limit: number, withinMs?: number): Promise<Page<Schedule>> =>
    ask({
      method: 'GET',
      route: ROUTES.listSchedules,
      path: `/schedules?page=${page}&limit=${limit}`,
      schema: schedulePage,
      maxWaitMs: withinMs,
      timeoutMs: withinMs,
    });

  return {
    whoAmI: () => ask({ method: 'GET', route: ROUTES.whoAmI, path: '/auth/me', schema: WhoAmI }),
    async listSchedules() {
      try {
        // Before the walk: waiting for a login is no part of its time.
        await session.token();
      } catch (error) {
        if (!(error instanceof VizoraError)) throw error;
        return { complete: false, reason: error.kind, detail: error.message, items: [], at: clock.now() };
      }
      return scan((page, withinMs) => readSchedules(page, PAGE_LIMIT, withinMs), { clock });
    },
    async getSchedule(id) {
      const path = `/schedules/${segment(id, ROUTES.getSchedule)}`;
      try {
        return sameId(
          id,
          ROUTES.getSchedule,
          await ask({ method: 'GET', route: ROUTES.getSchedule, path, schema: Schedule }),
        );
      } catch (error) {
        if (error instanceof VizoraError && isMissingRow(error)) return null;
        throw error;
      }
    },
    async setScheduleActive(id, active, signal) {
      const route = ROUTES.updateSchedule;
      const path = `/schedules/${segment(id, route)}`;
      // The platform takes any non-empty string for true, "false" too.
      const body = { isActive: z.boolean().parse(active) };
      const answer = await ask({ method: 'PATCH', route, path, body, schema: Schedule, signal });
      const schedule = sameId(id, route, answer);
      if (schedule.isActive === active) return schedule;
      throw new VizoraError(
        'unexpected_shape',
        route,
        `isActive is ${schedule.isActive} after setting it to ${active}`,
      );
    },
    countSchedules: async () => (await readSchedules(1, 1)).total,
    state: session.state,
    close: session.close,
  };
}

/** Ids come from alerts: whatever else stands there never gets into a path. */
function segment(id: string, route: string): string {
  if (ID.test(id)) return encodeURIComponent(id);
  throw new VizoraError('rejected', route, 'this is not an id of the platform; nothing was sent');
}

function sameId(id: string, route: string, schedule: Schedule): Schedule {
  if (schedule.id === id) return schedule;
  throw new VizoraError(
    'unexpected_shape',
    route,
    'the answer is about another schedule than the one asked for',
  );
}

/** An unknown row, and not an unknown route, which says "Cannot GET ...". */
function isMissingRow({ kind, status, platformMessage }: VizoraError): boolean {
  return kind === 'rejected' && status === 404 && platformMessage?.startsWith('Cannot ') === false;
}

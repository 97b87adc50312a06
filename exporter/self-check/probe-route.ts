import { z } from 'zod';
import { ANSWERS } from '../../core/vizora/answers.ts';
import { VizoraError } from '../../core/vizora/errors.ts';
import type { OrganisationApi } from '../../core/vizora/organisation.ts';
import { NO_ROW } from '../../core/vizora/refused-writes.ts';
import { ROUTES } from '../../core/vizora/routes.ts';
import { isRead, type ProbedRoute } from './need.ts';

/** The fields that an answer lacks, or has as something else, by the schema that asked for them. */
export type Lacks = ReadonlyMap<z.ZodType, readonly string[]>;

/**
 * What a probe told. `lacks` is null where the route is there and no row was, to see the fields of. `untold` is trouble
 * on the way, which says nothing of the route: with the `account`, before the route was asked; no answer at all from
 * the `platform`; or with this `route` only.
 */
export type RouteAnswer =
  | { readonly is: 'present'; readonly lacks: Lacks | null }
  | { readonly is: 'missing' }
  | { readonly is: 'untold'; readonly trouble: 'account' | 'platform' | 'route'; readonly why: string };

type Prober = Pick<OrganisationApi, 'peek' | 'knock'>;

/** The lists in which there are ids for the routes that read one row, and an id of the same kind that no row has. */
const BY_ID = {
  getDisplay: ['listDisplays', NO_ROW.uuid],
  getSchedule: ['listSchedules', NO_ROW.cuid],
  getPlaylist: ['listPlaylists', NO_ROW.cuid],
  getContent: ['listContents', NO_ROW.cuid],
} as const;

/**
 * Asks one route as one account, without changing anything. Errors of our own are thrown.
 *
 * @param further schemas of fields that are asked for besides those that the client reads
 */
export async function probeRoute(
  route: ProbedRoute,
  api: Prober,
  further: readonly z.ZodType[],
): Promise<RouteAnswer> {
  try {
    if (isRead(route)) {
      const payload = await api.peek(route, isById(route) ? await anyId(route, api) : undefined);
      return {
        is: 'present',
        lacks: isEmptyList(payload) ? null : lacksOf(payload, [ANSWERS[route], ...further]),
      };
    }
    await api.knock(route);
    return { is: 'untold', trouble: 'route', why: `${ROUTES[route]}: what must be refused was not` };
  } catch (error) {
    if (error instanceof VizoraError) return meaningOf(error, route);
    throw error;
  }
}

const isById = (route: string): route is keyof typeof BY_ID => Object.hasOwn(BY_ID, route);

/** Of a row that there is; where none is, the refusal of an unknown id tells of the route, and nothing of fields. */
async function anyId(route: keyof typeof BY_ID, api: Prober): Promise<string> {
  const [list, unknownId] = BY_ID[route];
  try {
    const listed = z.object({ data: z.array(z.object({ id: z.string() })) }).safeParse(await api.peek(list));
    return listed.data?.data[0]?.id ?? unknownId;
  } catch (error) {
    if (!(error instanceof VizoraError) || meaningOf(error, list).is === 'untold') throw error;
    return unknownId;
  }
}

const isEmptyList = (payload: unknown): boolean =>
  z.object({ data: z.array(z.unknown()).length(0), meta: z.object({ total: z.number() }) }).safeParse(payload)
    .success;

function lacksOf(payload: unknown, schemas: readonly z.ZodType[]): Lacks {
  return new Map(schemas.map((schema) => [schema, lackedFields(payload, schema)]));
}

/** Where the rows disagree with the schema: `data[].location` for a field of a row. */
function lackedFields(payload: unknown, schema: z.ZodType): readonly string[] {
  const issues = schema.safeParse(payload).error?.issues ?? [];
  return [...new Set(issues.map(({ path }) => nameOf(path)))];
}

const nameOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? '[]' : `.${String(part)}`))
    .join('')
    .replace(/^\./, '') || 'data';

const OF_THE_ACCOUNT: readonly string[] = [ROUTES.login, ROUTES.whoAmI];

/** How gates that stand behind the router begin: who is refused by one was let through to its route. */
const GATES = ['Insufficient permissions', 'Your subscription is inactive'];

/** What the route with an id says when it takes the last word of a fixed path, which is not there, for the id. */
const TAKEN_FOR_AN_ID = { storage: 'You can only access your own organization' } as const;

/** Only the platform's own words tell: what stands before it answers with the same numbers. */
function meaningOf(error: VizoraError, route: ProbedRoute): RouteAnswer {
  const { kind, status, platformMessage: said = '' } = error;
  const untold = (trouble: 'account' | 'platform' | 'route'): RouteAnswer => ({
    is: 'untold',
    trouble,
    why: error.message,
  });
  if (OF_THE_ACCOUNT.includes(error.route) || kind === 'unauthorized') return untold('account');
  if (kind === 'timeout' || kind === 'connection') return untold('platform');
  if (said === '' || (kind !== 'rejected' && kind !== 'forbidden')) return untold('route');
  if (status === 404 && said.startsWith('Cannot ')) return { is: 'missing' };
  if (route === 'storage' && said === TAKEN_FOR_AN_ID[route]) return { is: 'missing' };
  const refusedByTheRoute = status === 404 || status === 400 || GATES.some((gate) => said.startsWith(gate));
  return refusedByTheRoute ? { is: 'present', lacks: isRead(route) ? null : new Map() } : untold('route');
}

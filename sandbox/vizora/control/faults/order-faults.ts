import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Pm2 } from '../../../../core/pm2/process.ts';
import { leftovers } from '../../../stack/leftovers.ts';
import { CannotBreak } from '../../cannot-break.ts';
import { type AppFaults, BROKEN_WAYS, LOOK_EVERY_MS, readOrders, writeOrders } from '../../orders.ts';
import type { Places } from '../../places.ts';
import { APPS, type AppName, LIMITED_APPS } from '../../settings.ts';
import type { Database } from '../../world/database.ts';
import { definePlatformFault, type PlatformFault } from './platform-fault.ts';

export interface OrderFaultDeps {
  readonly places: Places;
  readonly pm2: Pick<Pm2, 'list' | 'restart'>;
  readonly database: Pick<Database, 'rows'>;
  readonly now: () => number;
}

const Nothing = z.strictObject({});
const App = z.strictObject({ app: z.enum(APPS) });
const ApiRoute = z.string().regex(/^(GET|POST|PATCH|DELETE) \/api\/v1\//);

/** What the apps do to themselves: they read it in their orders. */
export function orderFaults({ places, pm2, database, now }: OrderFaultDeps): PlatformFault[] {
  /** Answered when it is in force everywhere. */
  const change = async (edit: (faults: Record<string, unknown>) => void) => {
    const orders = readOrders(places.orders);
    const faults: Record<string, unknown> = { ...orders.faults };
    edit(faults);
    writeOrders(places.orders, { ...orders, faults: faults as AppFaults });
    await delay(LOOK_EVERY_MS + 1);
  };
  function order<Name extends keyof AppFaults, Given>(
    name: Name,
    about: string,
    parameters: z.ZodType<Given>,
    orderOf: (given: Given) => AppFaults[Name] | Promise<AppFaults[Name]>,
    then?: (given: Given) => Promise<void>,
  ): PlatformFault {
    return definePlatformFault<Given>({
      name,
      about,
      parameters,
      async set(given) {
        const value = await orderOf(given);
        await change((faults) => {
          faults[name] = value;
        });
        await then?.(given);
      },
      async clear() {
        if (name in readOrders(places.orders).faults) await change((faults) => delete faults[name]);
      },
      active: () => readOrders(places.orders).faults[name] ?? null,
    });
  }

  /** The processes of an app that live now, as they recorded themselves. */
  const pidsOf = (app: AppName): number[] =>
    leftovers(places.appPids)
      .filter(({ name }) => name.startsWith(`${app}-`))
      .map(({ pid }) => pid);

  return [
    order(
      'crash_at_start',
      'An app ends as soon as it is started, until PM2 gives it up.',
      App,
      (given) => given,
      // PM2 gives up only on an app that crashes soon after somebody started it, not on one that ran for long
      // and then crashes for ever; so this restarts it as somebody who deployed a broken build would.
      ({ app }) => restartAll(app, pm2),
    ),
    order(
      'hang',
      'The processes of an app answer nothing any more; their successors do.',
      App,
      ({ app }) => ({
        app,
        pids: pidsOf(app),
      }),
    ),
    order('hang_always', 'An app answers nothing, restarted or not.', App, (given) => given),
    order('slow', 'An app answers late.', App.extend({ ms: z.int().min(0) }), (given) => given),
    order(
      'error_500',
      'An app answers 500, to all requests or to those below a path.',
      App.extend({ path_prefix: z.string().optional() }),
      ({ app, path_prefix }) => (path_prefix === undefined ? { app } : { app, path_prefix }),
    ),
    order('garbage', 'An app answers 200 with a body of another shape.', App, (given) => given),
    order('rate_limit_off', 'The API lets everybody ask as often as they like.', Nothing, () => ({})),
    order(
      'routes_missing',
      'The API is of a version that has not these routes.',
      z.strictObject({ routes: z.array(ApiRoute).min(1) }),
      (given) => given,
    ),
    order(
      'field_hidden',
      'The API is of a version that does not tell this field, such as data[].location of a list.',
      z.strictObject({ route: ApiRoute, field: z.string().min(1) }),
      (given) => given,
    ),
    order(
      'memory_high',
      'The processes of an app use nearly all the memory that PM2 allows them; their successors do not.',
      z.strictObject({ app: z.enum(LIMITED_APPS), ratio: z.number().gt(0).lt(1).default(0.93) }),
      ({ app, ratio }) => ({ app, ratio, pids: pidsOf(app) }),
    ),
    order(
      'restart_storm',
      'An app ends every few seconds, for a while, and then stays.',
      App.extend({ every_ms: z.int().min(500).default(2_500), seconds: z.number().gt(0).default(15) }),
      ({ app, every_ms, seconds }) => ({ app, every_ms, until: now() + seconds * 1_000 }),
    ),
    order(
      'realtime_stuck',
      'The gateway has lost Redis for good, although Redis is well; a restart cures it.',
      Nothing,
      () => ({ pids: pidsOf('vizora-realtime') }),
    ),
    order(
      'not_ready',
      'The middleware says that it is not ready although all that it depends on is well.',
      Nothing,
      () => ({}),
    ),
    order(
      'status_swallowed',
      'The middleware says that it took the status document, and does not keep it.',
      Nothing,
      () => ({}),
    ),
    order(
      'organisation_broken',
      'The API fails for the tokens of one organisation, and for nobody else.',
      z.strictObject({ org: z.string(), how: z.enum(BROKEN_WAYS).default('error_500') }),
      async ({ org, how }) => ({ organization_id: await organizationIdOf(org, database), how }),
    ),
  ];
}

async function restartAll(app: AppName, pm2: OrderFaultDeps['pm2']): Promise<void> {
  const processes = await pm2.list();
  for (const { pmId } of processes.filter(({ name }) => name === app)) {
    // It answers only when the process serves, which it never will.
    pm2.restart(pmId).catch((error: unknown) => console.log(`restart of ${app} ${pmId}: ${String(error)}`));
  }
}

async function organizationIdOf(slug: string, database: Pick<Database, 'rows'>): Promise<string> {
  const [found] = await database.rows<{ id: string }>('SELECT "id" FROM organizations WHERE "slug" = $1', [
    slug,
  ]);
  if (found === undefined) throw new CannotBreak(`The world has no organisation ${slug}`);
  return found.id;
}

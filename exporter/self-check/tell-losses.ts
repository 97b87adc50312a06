import type { Log } from '../../core/log.ts';
import { ROUTES } from '../../core/vizora/routes.ts';
import type { Availability } from './availability.ts';
import type { ProbedRoute } from './need.ts';

/** What a look came to: what is available by name, and which routes did not tell, and why. */
export interface LookResult {
  readonly checks: ReadonlyMap<string, Availability>;
  readonly actions: ReadonlyMap<string, Availability>;
  readonly untold: ReadonlyMap<ProbedRoute, string>;
}

interface Loss {
  readonly fields: readonly string[];
  readonly checks: readonly string[];
  readonly actions: readonly string[];
}

/** Says each loss once, with the route, its fields, and the checks and actions that are lost by it; and its end. */
export function tellLosses(log: Log): (result: LookResult) => void {
  let said = new Map<ProbedRoute, string>();
  let saidUntold = '';
  return ({ checks, actions, untold }) => {
    const losses = new Map<ProbedRoute, Loss>();
    for (const [name, { shortfalls }] of [...checks, ...actions]) {
      for (const { route, fields } of shortfalls) {
        const loss = losses.get(route) ?? { fields: [], checks: [], actions: [] };
        losses.set(route, {
          fields: [...new Set([...loss.fields, ...fields])],
          checks: checks.has(name) ? [...loss.checks, name] : loss.checks,
          actions: actions.has(name) ? [...loss.actions, name] : loss.actions,
        });
      }
    }
    for (const [route, loss] of losses) {
      if (said.get(route) === JSON.stringify(loss)) continue;
      const what = loss.fields.length === 0 ? 'the platform has no such route' : 'the answer lacks fields';
      log.error({ route: ROUTES[route], ...loss }, `${what}: what needs it is unavailable`);
    }
    for (const route of said.keys()) {
      if (!losses.has(route))
        log.info({ route: ROUTES[route] }, 'the platform offers all that is needed of it');
    }
    said = new Map([...losses].map(([route, loss]) => [route, JSON.stringify(loss)]));
    const routes = [...untold.keys()].map((route) => ROUTES[route]);
    if (routes.length > 0 && routes.join() !== saidUntold) {
      log.warn(
        { routes, detail: [...untold.values()][0] },
        'the platform did not tell what it offers of these',
      );
    }
    saidUntold = routes.join();
  };
}

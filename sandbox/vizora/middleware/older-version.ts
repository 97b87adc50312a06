import type { RequestHandler } from 'express';
import type { Deps } from './deps.ts';
import type { Route } from './route.ts';

/** A route as orders name it. */
const nameOf = ({ method, path }: Route): string => `${method.toUpperCase()} ${path}`;

/** Passes on what a missing route would have handled: another route may take it, else there is none. */
export function absence(route: Route, { faults }: Deps): RequestHandler {
  const name = nameOf(route);
  return (_request, _response, next) => {
    next(faults().routes_missing?.routes.includes(name) ? 'route' : undefined);
  };
}

/** What a handler gave, without the field that the orders hide. */
export function withoutHidden(payload: unknown, route: Route, { faults }: Deps): unknown {
  const hidden = faults().field_hidden;
  if (hidden === undefined || hidden.route !== nameOf(route)) return payload;
  const copy: unknown = JSON.parse(JSON.stringify(payload));
  remove(copy, hidden.field.split(/\.|(?=\[\])/));
  return copy;
}

function remove(value: unknown, [step, ...further]: readonly string[]): void {
  if (step === undefined || typeof value !== 'object' || value === null) return;
  if (step === '[]') {
    if (Array.isArray(value)) for (const item of value) remove(item, further);
  } else if (further.length === 0) delete (value as Record<string, unknown>)[step];
  else remove((value as Record<string, unknown>)[step], further);
}

import type { DependencyName } from '../target.ts';
import type { Finding } from '../verdict.ts';
import { type DependencyLook, REACHED_DEPENDENCIES, type ReachedDependency } from './dependency-look.ts';
import { failedLooks, type LookSample } from './failed-looks.ts';

type Seen = Omit<LookSample, 'at'>;

/**
 * Is this dependency out of the platform's reach? Bad when it was in each of the last three looks, good when the
 * newest look shows that it is not, unknown in between and where nobody can tell. What one look shows:
 *
 * - A connection of our own that is good outweighs every service: a service that has lost what is well is stuck.
 * - One that fails needs a service that suffers, or none that contradicts. A service that reaches what we do not reach
 *   leaves it open: our address or account may be wrong.
 * - Without a connection of our own, or with one that cannot tell, the services' word counts. realtime names database
 *   and Redis; the middleware names nothing, but is ready only while it reaches everything.
 * - `undisclosed` is what keeps the middleware from being ready while nothing else shows what it is.
 *
 * @param looks oldest first
 * @param maxAge in ms: how old the newest look may be
 */
export function dependencyDown(
  name: DependencyName,
  looks: readonly DependencyLook[],
  now: number,
  maxAge: number,
): Finding {
  const see = name === 'undisclosed' ? undisclosed : (look: DependencyLook) => reached(name, look);
  const samples = looks.map((look) => ({ at: look.at, ...see(look) }));
  return failedLooks(samples, now, maxAge);
}

function reached(name: ReachedDependency, look: DependencyLook): Seen {
  const own = look.own[name];
  const word = name === 'storage' ? undefined : look.realtime.named[name];
  const ready = look.middleware.state === 'ready';
  if (own?.outcome === 'up') return { outcome: 'up', detail: `our own connection to ${name} is good` };
  if (own?.outcome === 'down') {
    const contradicts = word === 'up' ? 'realtime' : word === undefined && ready ? 'the middleware' : null;
    if (contradicts === null) return { outcome: 'down', detail: own.detail };
    const detail = `${contradicts} reaches ${name}, our own connection does not: ${own.detail}`;
    return { outcome: 'unknown', reason: 'samples_disagree', detail };
  }
  if (word === 'down') {
    const alone = ready ? ', while the middleware is ready' : '';
    return { outcome: 'down', detail: `realtime says that ${name} is unhealthy${alone}` };
  }
  if (word === 'up') return { outcome: 'up', detail: `realtime reaches ${name}` };
  if (ready) return { outcome: 'up', detail: `the middleware is ready, and so reaches ${name}` };
  const detail = own === null ? `nobody tells whether ${name} answers` : own.detail;
  return { outcome: 'unknown', detail };
}

function undisclosed(look: DependencyLook): Seen {
  const { state, detail } = look.middleware;
  if (state === 'ready') return { outcome: 'up', detail: 'the middleware is ready' };
  if (state !== 'unready') return { outcome: 'unknown', detail: `middleware: ${detail}` };
  const named = REACHED_DEPENDENCIES.find((name) => reached(name, look).outcome === 'down');
  return named === undefined
    ? { outcome: 'down', detail: `the middleware is not ready and does not say why: ${detail}` }
    : { outcome: 'up', detail: `the middleware is not ready because of ${named}` };
}

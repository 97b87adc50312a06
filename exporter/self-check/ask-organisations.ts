import type { z } from 'zod';
import type { WatchedOrganisation } from '../watched-organisation.ts';
import { isRead, type ProbedRoute } from './need.ts';
import { probeRoute, type RouteAnswer } from './probe-route.ts';

/** Asks for one route after another, each as whoever can tell. */
export type AskOrganisations = (route: ProbedRoute, further: readonly z.ZodType[]) => Promise<RouteAnswer>;

/** So many are asked about one route: where these cannot tell, more would say the same and cost their requests. */
const MOST_ASKED = 20;

/**
 * One round of questions. The first organisation that can tell decides, so that trouble with one says nothing of the
 * platform; one that does not answer at all is not asked again in this round. A write is knocked at once, whatever comes
 * of it, unless it was the account that failed, before anything was sent.
 */
export function askOrganisations(organisations: readonly WatchedOrganisation[]): AskOrganisations {
  const answering = new Set(organisations);
  return async (route, further) => {
    let best: RouteAnswer = {
      is: 'untold',
      trouble: 'account',
      why: 'no account of any organisation can ask',
    };
    for (const organisation of [...answering].slice(0, MOST_ASKED)) {
      const answer = await probeRoute(route, organisation.api, further);
      if (answer.is === 'missing' || (answer.is === 'present' && answer.lacks !== null)) return answer;
      if (answer.is === 'present' || best.is === 'untold') best = answer;
      if (answer.is !== 'untold') continue;
      if (answer.trouble !== 'route') answering.delete(organisation);
      if (!isRead(route) && answer.trouble !== 'account') break;
    }
    return best;
  };
}

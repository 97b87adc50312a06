import type { Request, Response } from 'express';
import type { Deps } from '../deps.ts';
import { terse, unauthorized } from '../http-error.ts';

/**
 * Fails for the tokens of one organisation, where the orders ask for it.
 *
 * @returns whether the request is done with
 * @throws HttpError where it fails with a status
 */
export function breaks(organizationId: string, request: Request, response: Response, deps: Deps): boolean {
  const broken = deps.faults().organisation_broken;
  if (broken?.organization_id !== organizationId) return false;
  switch (broken.how) {
    case 'unauthorized':
      throw unauthorized();
    case 'error_500':
      throw terse(500, 'Internal server error');
    case 'garbage':
      response.json({ weather: 'sunny' });
      return true;
    case 'refuse':
      deps.log.noteSilence(response);
      request.socket.destroy();
      return true;
    case 'hang':
      return true;
  }
}

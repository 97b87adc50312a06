import type { RequestHandler } from 'express';
import type { Alert } from '../alert.ts';
import type { Tried } from '../dry-run.ts';
import { questionOf } from '../question.ts';
import { parsePayload } from './payload.ts';
import { readBody } from './read-body.ts';

export interface DryRunRouteOptions {
  dryRun(alerts: readonly Alert[]): Promise<readonly Tried[]>;
}

const LARGEST_BODY = 1024 * 1024;
/** Each different question costs careful looks at the platform. */
const MOST_QUESTIONS = 10;

/** Takes what Alertmanager would send, and answers what would be done: for operators, one at a time. */
export function dryRunRoute({ dryRun }: DryRunRouteOptions): RequestHandler {
  let isBusy = false;
  return async (request, response) => {
    const body = await readBody(request, LARGEST_BODY).catch(() => null);
    // There is nobody left to answer.
    if (body === null) return void response.destroy();
    const answer = (code: number, said: object) => {
      response.status(code).json(said);
      if (!request.complete) request.resume();
    };
    if (!body.whole) return answer(413, { error: 'body_too_large', limit_bytes: LARGEST_BODY });
    const parsed = parsePayload(body.bytes);
    if (!parsed.ok) return answer(parsed.status, { error: parsed.detail });
    const questions = new Set(parsed.alerts.map(({ labels }) => JSON.stringify(questionOf(labels))));
    if (questions.size > MOST_QUESTIONS) {
      return answer(422, { error: `it asks about ${questions.size} things; ${MOST_QUESTIONS} at most` });
    }
    if (isBusy) return answer(409, { error: 'another dry run is under way' });
    isBusy = true;
    try {
      answer(200, { tried: await dryRun(parsed.alerts) });
    } finally {
      isBusy = false;
    }
  };
}

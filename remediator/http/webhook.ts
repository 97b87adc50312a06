import type { Request, RequestHandler, Response } from 'express';
import type { Log } from '../../core/log.ts';
import type { BearerCheck } from './bearer.ts';
import type { Intake } from './intake.ts';
import { parsePayload } from './payload.ts';
import { type Body, readBody } from './read-body.ts';

export interface WebhookOptions {
  readonly authenticated: BearerCheck;
  readonly intake: Intake;
  readonly log: Log;
  /** Told of each answer. */
  readonly onAnswer: (code: number) => void;
}

const MIB = 1024 * 1024;
/** A group of two thousand alerts was measured at 0.9 MB. */
const LARGEST_BODY = 5 * MIB;
/** Not an answer, but counted as one. */
const SENDER_WENT_AWAY = 499;

/**
 * Alertmanager's way in. Who it is comes before what it says; 2xx means that the delivery is on disk, 503
 * that it could not be stored, and Alertmanager tries again; nothing is ever redirected.
 */
export function webhook({ authenticated, intake, log, onAnswer }: WebhookOptions): RequestHandler {
  return async (request, response) => {
    const answer = (code: number, body: Readonly<Record<string, unknown>>) => {
      onAnswer(code);
      if (code !== 200) log.warn({ code, ...body }, 'delivery refused');
      response.status(code).json(body);
      // The rest is thrown away as it comes, within the server's time for a request: a connection that is
      // cut would take the answer with it.
      if (!request.complete) request.resume();
    };

    if (!authenticated(request.headers.authorization)) {
      response.setHeader('WWW-Authenticate', 'Bearer');
      return answer(401, { error: 'unauthorized' });
    }
    if (!isPlainJson(request)) return answer(415, { error: 'content_type_must_be_application_json' });
    const body = await readWhole(request, response);
    if (body === null) return onAnswer(SENDER_WENT_AWAY);
    if (!body.whole) return answer(413, { error: 'body_too_large', limit_bytes: LARGEST_BODY });
    const parsed = parsePayload(body.bytes);
    if (!parsed.ok) return answer(parsed.status, { error: 'not_understood', detail: parsed.detail });
    try {
      await intake.store({ body: body.bytes, alerts: parsed.alerts });
    } catch (error) {
      log.error({ err: error }, 'a delivery could not be stored');
      return answer(503, { error: 'could_not_store' });
    }
    answer(200, { accepted: parsed.alerts.length });
  };
}

function isPlainJson({ headers }: Request): boolean {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  const encoding = headers['content-encoding'] ?? 'identity';
  return type === 'application/json' && encoding === 'identity';
}

/** Null when the sender went away. */
async function readWhole(request: Request, response: Response): Promise<Body | null> {
  try {
    return await readBody(request, LARGEST_BODY);
  } catch {
    // There is nobody left to answer; what was sent was never accepted, so it will be sent again.
    response.destroy();
    return null;
  }
}
